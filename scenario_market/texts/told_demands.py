"""What people are told about needs. A sentence whose slot is empty is left out."""

from scenario_market.texts.telling import Text

OPEN = ("查看需求", "Open the need")
WHY = ("原因：{reason}。", "Reason: {reason}.")
REMARKS = ("逐项意见：{remarks}。", "Remarks: {remarks}.")

TEXTS = {
    "demand_matched": Text(
        ("新需求与贵单位匹配：{title}", "A need that fits you: {title}"),
        (
            (
                "新发布的场景需求“{title}”（编号 {number}）与贵单位的能力相匹配，请查阅。",
                "The newly published need “{title}” (no. {number}) fits what you offer.",
            ),
            ("发布单位：{owner}。", "Posted by: {owner}."),
            ("对接意向截止时间：{deadline}。", "Answers are taken until {deadline}."),
        ),
        ("查看需求并提交对接意向", "Read the need and answer it"),
    ),
    "demand_amended": Text(
        ("需求内容有变更：{title}", "A need has changed: {title}"),
        (
            (
                "您关注的场景需求“{title}”（编号 {number}）内容已变更。",
                "The need “{title}” (no. {number}), of which you were told, has changed.",
            ),
            ("变更事项：{fields}。", "What changed: {fields}."),
            ("对接意向截止时间：{deadline}。", "Answers are taken until {deadline}."),
        ),
        OPEN,
    ),
    "demand_withdrawn": Text(
        ("需求已撤回：{title}", "A need was withdrawn: {title}"),
        (
            (
                "场景需求“{title}”（编号 {number}）已撤回，不再接受对接意向。",
                "The need “{title}” (no. {number}) was withdrawn and takes no more answers.",
            ),
        ),
        OPEN,
    ),
    "demand_expired": Text(
        ("需求已到期：{title}", "A need has closed: {title}"),
        (
            (
                "场景需求“{title}”（编号 {number}）的对接期限已届满，不再接受新的对接意向。",
                "The time for answers to the need “{title}” (no. {number}) is over.",
            ),
        ),
        OPEN,
    ),
    "own_demand_returned": Text(
        ("需求退回修改：{title}", "Your need was returned: {title}"),
        (
            (
                "贵单位提交的场景需求“{title}”已退回，请按意见修改后重新提交。",
                "Your need “{title}” was returned. Please mend it and hand it in again.",
            ),
            WHY,
            REMARKS,
        ),
        ("修改需求", "Edit the need"),
    ),
    "own_demand_rejected": Text(
        ("需求未予受理：{title}", "Your need was rejected: {title}"),
        (
            (
                "贵单位提交的场景需求“{title}”经审核未予受理。",
                "After review your need “{title}” was rejected.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "own_demand_approved": Text(
        ("需求审核通过：{title}", "Your need was approved: {title}"),
        (
            (
                "贵单位提交的场景需求“{title}”已审核通过，将列入场景需求清单发布。",
                "Your need “{title}” was approved and will be published in a demand list.",
            ),
        ),
        OPEN,
    ),
    "own_demand_listed": Text(
        ("需求已发布：{title}", "Your need is published: {title}"),
        (
            (
                "贵单位的场景需求“{title}”已发布，编号 {number}，平台正在通知匹配的服务商。",
                "Your need “{title}” is published as no. {number}; fitting providers are being told.",
            ),
            ("对接意向截止时间：{deadline}。", "Answers are taken until {deadline}."),
        ),
        OPEN,
    ),
    "own_demand_withdrawn": Text(
        ("贵单位的需求已撤回：{title}", "Your need was withdrawn: {title}"),
        (
            (
                "贵单位的场景需求“{title}”（编号 {number}）已撤回。",
                "Your need “{title}” (no. {number}) was withdrawn.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "own_demand_expired": Text(
        ("贵单位的需求已到期：{title}", "Your need has closed: {title}"),
        (
            (
                "贵单位的场景需求“{title}”（编号 {number}）对接期限已届满，已停止接受对接意向。",
                "The time for answers to your need “{title}” (no. {number}) is over.",
            ),
        ),
        OPEN,
    ),
    "own_amendment_refused": Text(
        ("需求变更未获确认：{title}", "Your change was not confirmed: {title}"),
        (
            (
                "贵单位对场景需求“{title}”（编号 {number}）提出的变更未获确认，原内容继续有效。",
                "The change you asked for in “{title}” (no. {number}) was not confirmed.",
            ),
        ),
        OPEN,
    ),
    "own_amendment_lapsed": Text(
        ("需求变更因需求关闭而终止：{title}", "Your change ended with its need: {title}"),
        (
            (
                "贵单位的场景需求“{title}”（编号 {number}）已不再公开征集，此前提出、尚待确认的变更随之终止，未生效。",
                "“{title}” (no. {number}) is no longer open; the change that waited for its confirmation ended with"
                " it and did not take effect.",
            ),
        ),
        OPEN,
    ),
    "demand_waiting": Text(
        ("待审核需求：{title}", "A need waits for review: {title}"),
        (("场景需求“{title}”已提交，请及时审核。", "The need “{title}” waits for review."),),
        ("前往审核", "Review it"),
    ),
    "amendment_waiting": Text(
        ("待确认的需求变更：{title}", "A change waits for confirmation: {title}"),
        (
            (
                "已发布的场景需求“{title}”（编号 {number}）申请变更，请及时确认。",
                "The owner of “{title}” (no. {number}) asks for a change; please confirm or refuse.",
            ),
            ("变更事项：{fields}。", "What would change: {fields}."),
        ),
        ("前往确认", "Decide on it"),
    ),
    "recommendation_wanted": Text(
        ("待区级推荐：{title}", "A need waits for the district: {title}"),
        (
            (
                "场景需求“{title}”已提交，请办理区级推荐。",
                "The need “{title}” waits for your district's recommendation.",
            ),
        ),
        ("办理区级推荐", "Recommend it"),
    ),
}
