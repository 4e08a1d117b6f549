"""What stands around the content of every page: the ways to the others, the host, the language, forms and lists."""

from collections.abc import Callable, Mapping

Texts = Mapping[str, tuple[str, str]]
TEXTS: Texts = {
    "skip": ("跳到正文", "Skip to the content"),
    "host": ("主办：{name}", "Host: {name}"),
    "other_language": ("English", "中文"),
    "tools": ("页面工具", "Page tools"),
    "ways": ("主导航", "Main"),
    "home": ("首页", "Home"),
    "landmarks": ("示范场景", "Landmarks"),
    "verify": ("防伪核验", "Verify a document"),
    "docs": ("接口文档", "API documentation"),
    "you_are_here": ("当前位置", "You are here"),
    "about": ("关于本站", "About this site"),
    "contact": ("咨询电话：{telephone}（工作日）", "Telephone on working days: {telephone}"),
    "discipline": ("纪检监督电话：{telephone}", "Discipline inspection: {telephone}"),
    "placeholder": ("（示例）", " (example)"),
    "demo": (
        "本站为演示数据，单位、人员和需求均为虚构。",
        "Demonstration data: all organisations, people and needs are fictitious.",
    ),
    "wrong": ("有 {count} 处需要修改", "To be put right: {count}"),
    "wrong_mark": ("错误：", "Error: "),
    "choose_file": ("选择文件", "Choose a file"),
    "no_file": ("未选择文件", "No file chosen"),
    "pages": ("翻页", "Pages"),
    "first_page": ("回到第一页", "First page"),
    "next_page": ("下一页", "Next page"),
}


def sayer(texts: Texts) -> Callable[..., str]:
    """The words of one page: ``say(key, locale, **values)``."""

    def say(key: str, locale: str, **values: object) -> str:
        text = texts[key][1 if locale == "en" else 0]
        return text.format(**values) if values else text

    return say


say = sayer(TEXTS)
