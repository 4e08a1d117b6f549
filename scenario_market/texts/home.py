"""What the front page says."""

from scenario_market.texts.frame import Texts

TEXTS: Texts = {
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
    "withdrawn_title": ("（内容已撤回）", "(content withdrawn)"),
}
