"""What is said when a preference or a word on a match is refused."""

FIELDS = {
    "no_template": (
        "此类通知没有经批准的短信模板，不能选择短信。",
        "No SMS template is approved for this kind.",
    ),
    "needs_mail": (
        "汇总以邮件发送，须同时选择邮件。",
        "The digest comes by mail, so mail must be chosen too.",
    ),
}
DETAILS = {
    "match_dismissed": (
        "贵单位已反馈过“不适合我”。",
        "Your provider has said “not for me” before.",
    ),
}
