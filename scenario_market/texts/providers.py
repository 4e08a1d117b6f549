"""Words for what can be wrong with a provider's profile, credentials and admission, and with a pool file's rows."""

from collections.abc import Mapping

FIELDS: Mapping[str, tuple[str, str]] = {
    "unknown_code": (
        "“{value}”不在代码表内[，相近的有：{nearest}]。",
        "“{value}” is not in the code list[; near: {nearest}].",
    ),
    "unknown_field": ("没有这个字段，可用：{known}。", "No such field; there are {known}."),
    "unknown_level": ("没有 {found} 级，可用：{known}。", "No level {found}; there are {known}."),
    "unknown_attachment": ("附件不存在或不属于本单位。", "No such attachment of yours."),
    "not_a_list": ("应为列表。", "Should be a list."),
    "not_a_text": ("应为文本。", "Should be text."),
    "not_a_flag": ("应为是或否。", "Should be true or false."),
    "control_character": ("含有不可见的控制字符。", "Contains control characters."),
    "too_many": ("超过 {limit} 项。", "More than {limit}."),
    "too_long": ("长 {found} 字，超过上限 {limit} 字。", "{found} characters, more than {limit}."),
    "not_a_url": (
        "网址应以 http:// 或 https:// 开头并写明域名。",
        "A web address begins with http:// or https:// and names a host.",
    ),
    "url_with_password": ("网址中不得含有账号密码。", "The address must not carry a password."),
    "not_a_phone_number": (
        "请写 11 位手机号，或带区号的固定电话。",
        "Give a mobile number, or a fixed one with area code.",
    ),
    "not_an_email_address": ("邮箱格式不正确。", "Not an e-mail address."),
    "domain_or_industry_required": (
        "服务领域、服务行业至少填写一项。",
        "Name at least one domain or industry.",
    ),
    "date_required": (
        "荣誉与证书须注明发证日期或有效期。",
        "Honours and certificates need a date of issue or expiry.",
    ),
    "category_without_service": (
        "申报类别“{category}”须具备下列服务类型之一：{any_of}。",
        "The category {category} needs one of the service types {any_of}.",
    ),
    "expired": (
        "“{value}”已于 {expires_on} 到期，不能新申报，请先续期。",
        "“{value}” expired on {expires_on}; renew it before you declare it.",
    ),
    "in_the_future": ("“{value}”的发证日期晚于今天。", "“{value}” is issued in the future."),
    "expires_before_issue": (
        "“{value}”的到期日早于发证日。",
        "“{value}” expires before it was issued.",
    ),
    "declared_twice": ("“{value}”重复申报。", "“{value}” is declared twice."),
    "row_repeated": (
        "与第 {row} 行是同一单位，请合并为一行。",
        "The same organisation as in row {row}; make them one.",
    ),
    "name_differs": (
        "该统一社会信用代码已登记为“{known}”，名称不符，请核对。",
        "This code is registered for “{known}”; please check the name.",
    ),
    "name_ambiguous": (
        "有多家同名单位，请补充统一社会信用代码。",
        "Several organisations have this name; add the unified social credit code.",
    ),
    "uscc_needed_for_new": (
        "库中没有这家单位，新增须填写统一社会信用代码。",
        "Not registered yet; a new one needs its unified social credit code.",
    ),
    "organisation_refused": (
        "该单位未通过核验，不能导入。",
        "The organisation was refused verification.",
    ),
    "registered_by_others": (
        "该单位已由他人登记、尚未核验，不能随文件导入；请先人工核验，确认办理人有权代表该单位。",
        "Others registered this organisation and it is not verified; verify it by hand first.",
    ),
    "own_organisation": (
        "您与该单位现有或近期有过授权关系，须回避，由其他经办人导入。",
        "You act or lately acted for this organisation; another officer must take it in.",
    ),
    "provider_in_procedure": (
        "该服务商状态为“{state}”，须由人工办理，不能导入。",
        "The provider is {state}; that is decided by hand, not by an import.",
    ),
}

DETAILS: Mapping[str, tuple[str, str]] = {
    "organisation_not_verified": ("单位尚未通过核验。", "The organisation is not verified."),
    "part_in_decision": (
        "您参与了原决定，须由他人复核。",
        "You had a part in the decision; somebody else must decide on the appeal.",
    ),
    "profile_closed": (
        "资料正在审核或已移出，当前不能修改。",
        "The profile is under review or removed and cannot be changed now.",
    ),
    "too_many_offerings": ("产品及方案不能超过 {limit} 项。", "Not more than {limit} offerings."),
    "not_appealable": ("该事项不能申诉。", "There is no appeal against this."),
    "appeal_too_late": (
        "申诉期限 {days} 天已过，截止 {until}。",
        "The {days} days to appeal ended at {until}.",
    ),
    "no_longer_in_force": (
        "原决定已被后续决定取代。",
        "A later decision has taken its place.",
    ),
    "provider_exists": ("本单位已有服务商资料。", "The organisation has a profile already."),
    "appeal_exists": ("已对该决定提出申诉。", "An appeal against it was filed already."),
    "appeal_decided": ("该申诉已有结论。", "The appeal was decided already."),
}
