"""What the front page says."""

from scenario_market.texts.frame import Texts

TEXTS: Texts = {
    "open": ("正在征集的场景需求", "Needs that are open now"),
    "none": ("目前没有正在征集的需求。", "No need is open at the moment."),
    "lists": ("最近发布的需求清单", "Newest demand lists"),
    "no_lists": ("尚未发布需求清单。", "No list has been published."),
    "title": ("需求名称", "Need"),
    "domain": ("领域", "Domain"),
    "district": ("所在区", "District"),
    "closes": ("响应截止", "Answers until"),
    "closes_help": (
        "截止时间为当日 24 时（北京时间）。",
        "Until the end of that day, Beijing time.",
    ),
    "state": ("状态", "State"),
    "state_listed": ("征集中", "Open"),
    "state_docking": ("对接中", "In docking"),
    "state_contracted": ("已签约", "Contracted"),
    "state_converted": ("已转为榜单", "Became a call"),
    "state_expired": ("已到期", "Expired"),
    "state_withdrawn": ("已撤回", "Withdrawn"),
    "published": ("发布日期", "Published"),
    "landmarks": ("示范场景", "Landmarks"),
    "no_landmarks": ("尚未认定示范场景。", "No landmark has been certified."),
    "all_landmarks": ("查看全部示范场景", "All landmarks"),
    "verify": ("防伪核验", "Verify a document"),
    "verify_help": (
        "凭核验码核对军令状、示范场景证书的真伪和状态，无需登录。",
        "See by its check code whether a pledge or a certificate is genuine and in force. No account is needed.",
    ),
    "verify_go": ("输入核验码", "Enter a check code"),
    "machines": ("开放接口", "For machines"),
    "docs": ("接口文档", "API documentation"),
    "feed": ("公开事件", "Public events"),
    "checkpoints": ("事件链签名", "Signed heads of the chain"),
    "withdrawn_title": ("（内容已撤回）", "(content withdrawn)"),
}
