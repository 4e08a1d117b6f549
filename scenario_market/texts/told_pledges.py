"""What people are told about pledges (军令状): to negotiate, to sign, signed, forfeited."""

from scenario_market.texts.telling import Text

PLEDGE = ("查看军令状", "Open the pledge")
DUE = ("签署截止时间：{deadline}。", "To be signed by {deadline}.")
WHY = ("原因：{reason}。", "Reason: {reason}.")
CALL = ("榜单编号：{number}。", "Number of the call: {number}.")

TEXTS = {
    "pledge_begun": Text(
        ("请协商签署军令状：{title}", "A pledge to negotiate and sign: {title}"),
        (
            (
                "榜单“{title}”已发布中榜决定，军令状已按揭榜书的指标和里程碑生成，揭榜方为{organisation}。"
                "请登录平台核对文本，可提出修改建议，三方同意同一版本后签署。",
                "“{title}” was awarded to {organisation}, and its pledge was drawn up from the bid. Please read it,"
                " propose changes where needed, and agree: it is signed once all three parties agree to one version.",
            ),
            DUE,
        ),
        ("核对文本", "Read it"),
    ),
    "pledge_proposed": Text(
        ("军令状有新的修改建议：{title}", "Changes of a pledge were proposed: {title}"),
        (
            (
                "榜单“{title}”的军令状有新的修改建议，已形成新版本；此前的同意和签署不再有效，请查看修改内容并答复。",
                "Changes of the pledge on “{title}” were proposed: there is a new version. What was agreed or signed"
                " before no longer counts; please look at the changes and answer.",
            ),
            DUE,
        ),
        ("查看修改", "See the changes"),
    ),
    "pledge_to_sign": Text(
        ("请签署军令状：{title}", "A pledge to sign: {title}"),
        (
            (
                "榜单“{title}”的军令状三方已就文本达成一致，请有签署授权的人员登录平台签署。",
                "All parties agreed to one version of the pledge on “{title}”. Whoever is authorised to sign"
                " may do so now.",
            ),
            DUE,
        ),
        ("前往签署", "Sign it"),
    ),
    "pledge_scan_refused": Text(
        ("公章扫描件未通过核对：{title}", "A scan was not accepted: {title}"),
        (
            (
                "贵单位为榜单“{title}”军令状提交的公章扫描件未通过核对，请查看原因后重新签署。",
                "The scan that your organisation signed the pledge on “{title}” with was not accepted. Please see why,"
                " and sign anew.",
            ),
            DUE,
        ),
        ("查看原因", "See why"),
    ),
    "pledge_signed": Text(
        ("军令状已签署：{title}", "A pledge is signed: {title}"),
        (
            (
                "榜单“{title}”的军令状已由揭榜方、发榜方和场景办签署完毕，项目自今日起实施。",
                "The pledge on “{title}” is signed by provider, owner and office. The work begins today.",
            ),
            CALL,
        ),
        PLEDGE,
    ),
    "pledge_issued": Text(
        ("军令状文件已签发：{title}", "The paper of a pledge is issued: {title}"),
        (
            (
                "榜单“{title}”的军令状文件已签发，可登录平台下载；凭文件上的核验码任何人均可查验。",
                "The paper of the pledge on “{title}” can be downloaded. Anybody can check it by the code on it.",
            ),
        ),
        ("下载军令状", "Download it"),
    ),
    "pledge_extended": Text(
        ("军令状签署期限已延长：{title}", "More time to sign: {title}"),
        (
            (
                "榜单“{title}”的军令状签署期限已延长，只能延长一次。",
                "The time to sign the pledge on “{title}” was extended. It can be extended once only.",
            ),
            DUE,
        ),
        PLEDGE,
    ),
    "pledge_stalled": Text(
        ("军令状逾期未签，请尽快办理：{title}", "A pledge waits for its other parties: {title}"),
        (
            (
                "榜单“{title}”的军令状签署期限已过，揭榜方已办理完毕，尚待其他方办理，请尽快核对或签署。",
                "The time to sign the pledge on “{title}” is over. The provider has done its part; the others are"
                " waited for.",
            ),
            DUE,
        ),
        PLEDGE,
    ),
    "pledge_forfeited": Text(
        ("军令状未签署，中榜资格取消：{title}", "A pledge is forfeited: {title}"),
        (
            (
                "{organisation}未签署榜单“{title}”的军令状，中榜资格已取消。",
                "{organisation} did not sign the pledge on “{title}”; its award is forfeited.",
            ),
            WHY,
        ),
        PLEDGE,
    ),
    "pledge_voided": Text(
        ("军令状作废：{title}", "A pledge is void: {title}"),
        (
            (
                "榜单“{title}”已终止，未签署的军令状作废。",
                "“{title}” was cancelled, so that its unsigned pledge is void.",
            ),
        ),
        PLEDGE,
    ),
    "pledge_reserve_up": Text(
        ("备选单位已递补：{title}", "The reserve moved up: {title}"),
        (
            (
                "榜单“{title}”的中榜单位未签署军令状，已按排名由备选单位递补，新的军令状开始协商。",
                "The winner of “{title}” did not sign, so the next in reserve moved up; its pledge is negotiated.",
            ),
            CALL,
        ),
        PLEDGE,
    ),
    "pledge_no_reserve": Text(
        ("已无备选单位，请研究处置：{title}", "No reserve is left: {title}"),
        (
            (
                "榜单“{title}”的中榜单位未签署军令状，且已无备选单位可递补，请研究是否终止榜单。",
                "The winner of “{title}” did not sign and no bid is left in reserve. Please decide whether to cancel.",
            ),
            CALL,
        ),
        PLEDGE,
    ),
}
