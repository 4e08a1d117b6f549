"""What the page behind a mail's unsubscribe link says."""

from scenario_market.texts.home import say as say_home

TEXTS = {
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


def say(key: str, locale: str, **values: str) -> str:
    """A text of this page, or of the frame around it."""
    if key not in TEXTS:
        return say_home(key, locale)
    return TEXTS[key][1 if locale == "en" else 0].format(**values)
