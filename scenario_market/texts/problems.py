"""What the page that explains the codes of problem documents says."""

from scenario_market.texts.frame import Texts

TEXTS: Texts = {
    "heading": ("接口错误代码", "Codes of problem documents"),
    "what": (
        "接口拒绝请求时返回 RFC 9457 问题文档，code 不随版本变化；errors 逐项说明字段错误。",
        "The API refuses with a problem document (RFC 9457). Its code is stable; errors names each wrong field.",
    ),
}
