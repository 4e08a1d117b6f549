"""Words for what can be wrong with a cell of a list; joined to those of ``texts.tables``."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "missing_columns": (
        "缺少必需的列：{columns}。",
        "Required columns are missing: {columns}.",
    ),
    "required": ("“{header}”必填。", "“{header}” is required."),
    "name_too_long": (
        "名称长 {found} 字，超过上限 {limit} 字。",
        "The name has {found} characters, more than {limit}.",
    ),
    "contact_too_long": (
        "联系方式长 {found} 字，超过上限 {limit} 字，请只写姓名、电话和邮箱。",
        "The contact has {found} characters, more than {limit}; give name, number and e-mail.",
    ),
    "unknown_code": (
        "不在代码表内：{value}[。相近的有：{nearest}]。",
        "Not in the code list: {value}[. Near: {nearest}].",
    ),
    "uscc_length": (
        "统一社会信用代码应为 {expected} 位，实际 {found} 位。",
        "A unified social credit code has {expected} places, not {found}.",
    ),
    "uscc_alphabet": (
        "统一社会信用代码第 {places} 位的“{characters}”不在允许的字符内（不使用 I、O、S、V、Z）。",
        "“{characters}” in place {places} is not allowed in the code (no I, O, S, V, Z).",
    ),
    "uscc_check_digit": (
        "统一社会信用代码校验位应为“{expected}”，实际为“{found}”，请核对。",
        "The check digit should be “{expected}”, not “{found}”; please check the code.",
    ),
    "money_format": (
        "金额“{found}”无法识别，请写成“480万元”“1.2亿元”“100-200万元”或“面议”。",
        "The amount “{found}” is not understood; write 480万元, 1.2亿元, 100-200万元 or 面议.",
    ),
    "money_unit": (
        "金额“{found}”没有单位，请写明元、万元或亿元。",
        "The amount “{found}” has no unit; say 元, 万元 or 亿元.",
    ),
    "money_range": (
        "金额“{found}”的上限小于下限。",
        "In “{found}” the maximum is below the minimum.",
    ),
    "date_format": (
        "日期“{found}”无法识别，请写成 2026-05-01。",
        "The date “{found}” is not understood; write 2026-05-01.",
    ),
    "date_incomplete": (
        "日期“{found}”不完整，请写明年月日。",
        "The date “{found}” is incomplete; give year, month and day.",
    ),
    "date_impossible": ("“{found}”这一天不存在。", "The day “{found}” does not exist."),
    "date_order": (
        "到期日 {last} 早于发证日 {first}。",
        "It expires on {last}, before it was issued on {first}.",
    ),
    "phone_format": (
        "电话“{found}”无法识别，请写 11 位手机号，或带区号的固定电话。",
        "“{found}” is no mobile number of 11 digits and no fixed number with area code.",
    ),
    "email_format": (
        "邮箱“{found}”格式不正确。",
        "“{found}” is no e-mail address.",
    ),
    "metric_format": (
        "指标“{found}”无法识别，请写成“缺陷检出率≥99.5%（现状92%）”。",
        "The metric “{found}” is not understood; write it like 缺陷检出率≥99.5%（现状92%）.",
    ),
    "yes_or_no": ("“{found}”应填“是”或“否”。", "“{found}” should be 是 or 否."),
}
