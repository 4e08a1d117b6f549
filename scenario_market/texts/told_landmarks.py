"""What people are told of landmarks and of their copies elsewhere."""

from scenario_market.texts.telling import Text

LANDMARK = ("查看示范场景", "Open the landmark")
COPY = ("查看推广情况", "Open the report")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "landmark_waiting": Text(
        ("待审核示范场景：{title}", "A nomination waits: {title}"),
        (
            (
                "“{title}”已推荐为示范场景，请审核其实测成效和案例材料。",
                "“{title}” is nominated as a landmark. Please review its measured results and its story.",
            ),
        ),
        LANDMARK,
    ),
    "landmark_declined": Text(
        ("示范场景推荐未通过：{title}", "Not taken further: {title}"),
        (
            (
                "“{title}”的示范场景推荐未通过审核。",
                "The nomination of “{title}” is not taken further.",
            ),
            WHY,
        ),
        LANDMARK,
    ),
    "landmark_announced": Text(
        ("示范场景已公示：{title}", "In public notice: {title}"),
        (
            (
                "“{title}”自次日起公示，公示期至 {ends} 届满。",
                "“{title}” stands in public notice from tomorrow to the end of {ends}.",
            ),
        ),
        LANDMARK,
    ),
    "landmark_remanded": Text(
        ("示范场景公示撤回：{title}", "Sent back: {title}"),
        (
            (
                "经复核，对“{title}”的异议成立，公示撤回，退回重新审核。",
                "An objection to “{title}” was upheld; the notice was withdrawn and the nomination is reviewed again.",
            ),
            WHY,
        ),
        LANDMARK,
    ),
    "landmark_certified": Text(
        ("示范场景认定：{title}", "Certified: {title}"),
        (
            (
                "“{title}”已认定为示范场景，证书有效期至 {expires}，可凭校验码公开查验。",
                "“{title}” is certified as a landmark until {expires}. Anybody can verify the certificate by its check"
                " code.",
            ),
            (
                "如有其他地方或单位复制推广，请及时报送并附证明材料。",
                "Where others copy it, please report them with evidence.",
            ),
        ),
        LANDMARK,
    ),
    "landmark_expiring": Text(
        ("示范场景证书即将到期：{title}", "About to run out: {title}"),
        (
            (
                "“{title}”的示范场景证书将于 {expires} 到期（还有 {days} 天）。",
                "The certificate of “{title}” runs out on {expires} (in {days} days).",
            ),
        ),
        LANDMARK,
    ),
    "landmark_expired": Text(
        ("示范场景证书已到期：{title}", "Run out: {title}"),
        (("“{title}”的示范场景证书已到期。", "The certificate of “{title}” has run out."),),
        LANDMARK,
    ),
    "landmark_revoked": Text(
        ("示范场景认定已撤销：{title}", "Revoked: {title}"),
        (("“{title}”的示范场景认定已撤销。", "The certificate of “{title}” was revoked."), WHY),
        LANDMARK,
    ),
    "landmark_copy_waiting": Text(
        ("待核实复制推广：{title}", "A copy waits: {title}"),
        (
            (
                "收到“{title}”的复制推广报送，请核实证明材料。",
                "A place that copied “{title}” was reported. Please check the evidence.",
            ),
        ),
        COPY,
    ),
    "landmark_copy_confirmed": Text(
        ("复制推广已核实：{title}", "A copy is confirmed: {title}"),
        (
            (
                "“{title}”的一处复制推广已核实并计入。",
                "One more place that copied “{title}” is confirmed and counts.",
            ),
        ),
        COPY,
    ),
    "landmark_copy_declined": Text(
        ("复制推广未予核实：{title}", "A copy is not confirmed: {title}"),
        (
            (
                "“{title}”的一处复制推广报送未予核实。",
                "A report of a place that copied “{title}” is not confirmed.",
            ),
            WHY,
        ),
        COPY,
    ),
}
