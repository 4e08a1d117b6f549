"""What a page says that could not be shown: what happened in a title, and what one can do now."""

from scenario_market.texts.frame import Texts

# By status: title, and what helps.
HELP = {
    400: (
        ("请求无法识别", "The request cannot be read"),
        ("请返回上一页重新操作。", "Go back and try again."),
    ),
    401: (
        ("请先登录", "Sign in first"),
        ("登录后可继续办理。", "Once you are signed in you can go on."),
    ),
    403: (
        ("没有权限查看此页", "This page is not open to you"),
        (
            "如确需办理，请由有相应职责的人员登录后操作。",
            "Somebody whose task it is can open it after signing in.",
        ),
    ),
    404: (
        ("没有找到这个页面", "This page does not exist"),
        (
            "网址可能有误，内容也可能已调整或不对外公开。请核对网址，或从下面的入口继续。",
            "The address may be mistyped, or what was here has moved or is not public. Check it, or go on from here.",
        ),
    ),
    405: (
        ("此页不支持这种操作", "This page cannot be used like that"),
        ("请从下面的入口重新进入。", "Enter again from one of these."),
    ),
    409: (
        ("当前不能办理此操作", "This cannot be done now"),
        ("请返回上一页，刷新后再试。", "Go back, load the page again and retry."),
    ),
    413: (
        ("文件过大", "The file is too large"),
        ("请返回上一页，改用较小的文件。", "Go back and choose a smaller file."),
    ),
    422: (
        ("填写内容有误", "Something is not filled in right"),
        ("请返回上一页修改，或清除条件重新查看。", "Go back and correct it, or start without it."),
    ),
    429: (
        ("操作过于频繁", "Too many requests"),
        ("请稍后再试。", "Wait a little and try again."),
    ),
    503: (
        ("服务暂时不可用", "Unavailable for a moment"),
        ("系统正在恢复，请稍后刷新本页。", "We are recovering; load the page again shortly."),
    ),
}
OTHERWISE = (
    ("系统出现错误", "Something went wrong here"),
    (
        "问题已记录。请稍后再试；如仍不行，请将下面的编号告知我们。",
        "It has been recorded. Try again later; if it persists, tell us the number below.",
    ),
)
TEXTS: Texts = {
    "ways": ("可以前往", "Where to go"),
    "anew": ("清除条件，重新查看本页", "This page without any conditions"),
    "number": ("编号", "Number"),
}


def said(status: int, locale: str) -> tuple[str, str]:
    """Title and help for a status."""
    place = 1 if locale == "en" else 0
    title, help_ = HELP.get(status, OTHERWISE)
    return title[place], help_[place]
