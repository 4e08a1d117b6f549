"""Words for what can be wrong with any field, whatever it is of."""

FIELDS: dict[str, tuple[str, str]] = {
    "required": ("必填。", "Required."),
    "unknown_cursor": (
        "翻页标记无效，请使用上一页 Link 中给出的地址。",
        "Not a cursor of ours; take the address in the Link header of the page before.",
    ),
    "unknown_code": (
        "[“{value}”]不在代码表内[，相近的有：{nearest}][，可用：{known}]。",
        "[“{value}”: ]not in the code list[; near: {nearest}][; there are: {known}].",
    ),
    "too_long": ("超过最大长度 {limit}。", "Longer than {limit}."),
    "sha256_wrong": (
        "SHA-256 摘要应为 64 位十六进制字符（0-9、a-f），现为 {found} 位或含有其他字符。",
        "A SHA-256 has 64 hexadecimal digits (0-9, a-f); this has {found}, or other characters.",
    ),
    "min_above_max": ("下限不能大于上限。", "The minimum is above the maximum."),
}
