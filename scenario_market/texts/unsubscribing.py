"""What the page behind a mail's unsubscribe link says."""

from scenario_market.texts.frame import Texts

TEXTS: Texts = {
    "heading": ("退订邮件", "Unsubscribe"),
    "question": (
        "确认不再通过邮件接收“{name}”类通知？站内通知照常保留。",
        "Stop mails of the kind “{name}”? Your inbox here keeps the notices.",
    ),
    "confirm": ("确认退订", "Unsubscribe"),
    "done": (
        "已退订“{name}”类邮件。您可登录后在通知设置中重新开启。",
        "No more mails of the kind “{name}”. You may turn them on again in your notice settings.",
    ),
}
