"""What people are told of the opening of sealed bids."""

from scenario_market.texts.telling import Text

CALL = ("查看榜单", "Open the call")
TRACE = (
    "应急开启须两位密钥保管人分别确认，申请与确认均即时公开，申请理由可在榜单页面查阅。",
    "Two key officers decide on it, each by himself; asking and confirming are public at once, with the reason.",
)

TEXTS = {
    "challenge_unsealed": Text(
        ("揭榜书已开启：{title}", "The bids are opened: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的密封揭榜书已开启，共 {bids} 份有效。",
                "The sealed bids on the call “{title}” (no. {number}) were opened: {bids} were handed in.",
            ),
            (
                "全部揭榜书的加盐摘要已公布，揭榜单位可凭回执核对本单位的揭榜书是否原样开启。",
                "The salted hashes of all bids are published; each bidder finds its own by its receipt.",
            ),
        ),
        CALL,
    ),
    "challenge_early_asked": Text(
        ("申请应急开启：{title}", "An early opening was asked for: {title}"),
        (
            (
                "有密钥保管人申请应急开启榜单“{title}”（编号 {number}）的密封揭榜书，须另一位保管人在 24 小时内确认。",
                "A key officer asked to open the sealed bids on “{title}” (no. {number}) now; another one has 24 hours"
                " to confirm.",
            ),
            TRACE,
        ),
        CALL,
    ),
    "challenge_early_confirmed": Text(
        ("已确认应急开启：{title}", "The early opening was confirmed: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的应急开启已由第二位密钥保管人确认，榜单即时截止，揭榜书随即开启。",
                "A second key officer confirmed the early opening of “{title}” (no. {number}): it is closed, and its"
                " bids are being opened.",
            ),
            TRACE,
        ),
        CALL,
    ),
    "challenge_early_withdrawn": Text(
        ("应急开启申请已撤回：{title}", "The early opening was stopped: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的应急开启申请已被密钥保管人撤回，揭榜书仍然密封。",
                "A key officer stopped the early opening of “{title}” (no. {number}); the bids stay sealed.",
            ),
        ),
        CALL,
    ),
    "challenge_reentry_asked": Text(
        ("申请补录揭榜书：{title}", "A bid is to be entered from a backup: {title}"),
        (
            (
                "有密钥保管人申请从备份补录榜单“{title}”（编号 {number}）未能打开的揭榜书，须另一位保管人在 24 小时内"
                "确认。",
                "A key officer asked to look again at bids on “{title}” (no. {number}) that did not open, from a"
                " backup; another one has 24 hours to confirm.",
            ),
            (
                "只有与截止前最后一次保存的标记一致的内容才会补录，其他内容一律不予采纳。",
                "Only what fits the mark of the last writing before the deadline is taken.",
            ),
        ),
        CALL,
    ),
    "challenge_reentry_confirmed": Text(
        ("已确认补录揭榜书：{title}", "Entering from a backup was confirmed: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的补录申请已由第二位密钥保管人确认，平台随即核对。",
                "A second key officer confirmed the second look at “{title}” (no. {number}); it is under way.",
            ),
        ),
        CALL,
    ),
    "challenge_reentry_withdrawn": Text(
        ("补录申请已撤回：{title}", "Entering from a backup was stopped: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的补录申请已被密钥保管人撤回。",
                "A key officer stopped the second look at the bids on “{title}” (no. {number}).",
            ),
        ),
        CALL,
    ),
    "challenge_bids_reentered": Text(
        ("揭榜书补录完毕：{title}", "Bids were entered from a backup: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）补录揭榜书 {bids} 份，仍有 {unreadable} 份不能打开；公布的摘要已更新。",
                "{bids} more bids on “{title}” (no. {number}) were entered, {unreadable} do not open still; the"
                " published hashes say so.",
            ),
        ),
        CALL,
    ),
    "challenge_not_opened": Text(
        ("揭榜书未能开启：{title}", "The bids could not be opened: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）截止后未能开启：开启所需的密钥不可用。系统将继续重试。",
                "The call “{title}” (no. {number}) is closed, and its bids could not be opened: the key is not there."
                " It is tried again.",
            ),
            (
                "可由两位密钥保管人应急开启；密钥确已遗失的，场景办可宣布流标并重新发榜。",
                "Two key officers can open them; where the keys are lost, the office declares the call failed and"
                " opens it again.",
            ),
        ),
        CALL,
    ),
    "challenge_bid_unreadable": Text(
        ("有一份揭榜书无法开启：{title}", "A bid could not be opened: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）有一份密文与密钥或最后一次保存的登记不符，无法开启，现状已保留备查。",
                "On the call “{title}” (no. {number}) one workspace does not open: its ciphertext does not fit its key,"
                " or is not the one that was written last. It is kept as it is.",
            ),
            (
                "相关单位如已递交揭榜书，请携递交回执和内容文件与场景办联系。",
                "Whoever handed it in may turn to the office with the receipt and the content file.",
            ),
        ),
        CALL,
    ),
    "challenge_file_unreadable": Text(
        ("有一份揭榜附件无法开启：{title}", "An attachment of a bid could not be opened: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）有一份附件缺失或与密钥不符，无法开启。文件摘要（SHA-256）：{sha256}。",
                "On the call “{title}” (no. {number}) an attachment of a bid is gone or does not fit its key."
                " SHA-256 of the file: {sha256}.",
            ),
            (
                "相关单位可携原文件与场景办联系，由场景办核对摘要后处理。",
                "The bidder may turn to the office with the file, whose hash the office compares.",
            ),
        ),
        CALL,
    ),
}
