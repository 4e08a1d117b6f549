"""What the front page says."""

TEXTS = {
    "host": ("主办", "Host"),
    "open": ("正在征集的场景需求", "Needs that are open now"),
    "none": ("目前没有正在征集的需求。", "No need is open at the moment."),
    "lists": ("最近发布的需求清单", "Newest demand lists"),
    "no_lists": ("尚未发布需求清单。", "No list has been published."),
    "number": ("编号", "Number"),
    "title": ("需求名称", "Need"),
    "domain": ("领域", "Domain"),
    "district": ("所在区", "District"),
    "closes": ("响应截止（北京时间，当日24时）", "Answers until (Beijing time, end of day)"),
    "state": ("状态", "State"),
    "state_listed": ("征集中", "Open"),
    "state_docking": ("对接中", "In docking"),
    "state_contracted": ("已签约", "Contracted"),
    "state_expired": ("已到期", "Expired"),
    "state_withdrawn": ("已撤回", "Withdrawn"),
    "published": ("发布日期", "Published"),
    "machines": ("开放接口", "For machines"),
    "docs": ("接口文档", "API documentation"),
    "feed": ("公开事件", "Public events"),
    "checkpoints": ("事件链签名", "Signed heads of the chain"),
    "demo": (
        "本页为演示数据，单位、人员和需求均为虚构。",
        "Demonstration data: all organisations, people and needs are fictitious.",
    ),
    "withdrawn_title": ("（内容已撤回）", "(content withdrawn)"),
    "other_language": ("English", "中文"),
    "skip": ("跳到正文", "Skip to the content"),
}


def say(key: str, locale: str) -> str:
    """The text of a key in a language."""
    return TEXTS[key][1 if locale == "en" else 0]
