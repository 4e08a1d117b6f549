"""Why the product refuses something about a pledge (军令状), and what would be right."""

DETAILS = {
    "document_changed": (
        "您所看到的文本（摘要 {shown}）不是当前待签文本（摘要 {current}），请重新阅读后再签署。",
        "What you were shown (hash {shown}) is not the text to be signed now (hash {current}); read it again.",
    ),
    "not_a_party": (
        "您不代表本军令状的任何一方。",
        "You act for none of the parties of this pledge.",
    ),
    "signed_already": (
        "本方已签署，无需重复签署。",
        "Your side has signed already.",
    ),
    "signed_for_another_party": (
        "同一人不得代表两方签署。",
        "One person does not sign for two parties.",
    ),
    "agreed_already": ("本方已同意该版本。", "Your side has agreed to this version already."),
    "version_not_current": (
        "第 {number} 版不是当前版本，当前为第 {current} 版。",
        "Version {number} is not the present one; that is {current}.",
    ),
    "weakening_needs_reason": (
        "指标 {metrics} 低于榜单要求或揭榜承诺，发榜方和场景办同意时须说明理由。",
        "The metrics {metrics} fall below what was called for or bid: owner and office give a reason when they agree.",
    ),
    "scan_missing": (
        "该附件不是本军令状的公章扫描件，请先上传。",
        "That file is no scan attached to this pledge; attach it first.",
    ),
    "scan_checked": ("该扫描件已核对。", "The scan was checked already."),
    "scan_none": ("该签署没有待核对的扫描件。", "There is no scan to check."),
    "own_signature": (
        "签署人不得核对自己的公章扫描件。",
        "Who signed does not check the scan.",
    ),
    "extended_already": ("签署期限已延长过一次。", "The date was extended once already."),
    "pledge_due": (
        "签署期限已过（{due_at}）。",
        "The time to sign is over ({due_at}).",
    ),
    "wrong_proof": (
        "口令或验证码不正确，未签署。",
        "The password or code is wrong; nothing was signed.",
    ),
    "seals_not_set_up": (
        "本平台尚未配置电子印章信任证书，请改用其他签署方式。",
        "No trusted certificates are set up here, so no electronic seal is taken.",
    ),
    "seal_unreadable": (
        "不是可识别的电子印章签名（应为分离式 CMS/PKCS#7）。",
        "Not a readable seal: a detached CMS/PKCS#7 signature by one signer is taken.",
    ),
    "seal_weak": (
        "电子印章使用的摘要算法 {algorithm} 不安全。",
        "The seal's digest {algorithm} is too weak.",
    ),
    "seal_of_another_document": (
        "电子印章所签的不是当前待签文本。",
        "The seal is over another document than the one to be signed.",
    ),
    "seal_broken": ("电子印章签名无效。", "The seal's signature is not valid."),
    "seal_expired": (
        "电子印章证书不在有效期内。",
        "The seal's certificate is not valid at this time.",
    ),
    "seal_revoked": ("电子印章证书已被吊销。", "The seal's certificate was revoked."),
    "seal_revocation_unknown": (
        "无法确认电子印章证书是否被吊销：没有有效的吊销列表。",
        "Whether the seal's certificate was revoked is unknown: no list of revocation covers it now.",
    ),
    "seal_not_for_signing": (
        "电子印章证书的密钥用途不含签名。",
        "The seal's certificate is not for signatures.",
    ),
    "seal_untrusted": (
        "电子印章证书不受本平台信任。",
        "The seal's certificate does not lead to a trusted one.",
    ),
    "seal_of_another_organisation": (
        "电子印章证书上没有本方的统一社会信用代码 {uscc}。",
        "The seal's certificate does not name {uscc}.",
    ),
}

FIELDS = {
    "password_or_code": (
        "请填写登录口令或短信验证码，二者择一。",
        "Give the password or a fresh one-time code, one of the two.",
    ),
    "not_base64": ("应为 Base64 编码。", "Must be base64."),
    "not_negotiable": ("该内容不可协商修改。", "This cannot be negotiated."),
    "nothing_proposed": ("没有任何变化。", "Nothing would change."),
    "pledged_text_too_long": ("不能超过 {limit} 字。", "At most {limit} characters."),
    "milestones_wrong": (
        "应为 1 至 {limit} 个里程碑的列表。",
        "A list of 1 to {limit} milestones.",
    ),
    "milestone_fields": ("应且只应含：{known}。", "Needs these and no others: {known}."),
    "pledged_weights": (
        "里程碑权重应为正整数且合计 100，现为 {sum}。",
        "Weights are whole, above 0 and sum to 100; they sum to {sum}.",
    ),
    "months_not_ascending": (
        "里程碑期限应逐个递增。",
        "Each milestone comes after the one before.",
    ),
    "outside_term": (
        "应在第 1 至第 {term_months} 个月之间。",
        "Must lie within months 1 to {term_months}.",
    ),
    "tranche_without_milestone": (
        "奖补资金在第 {milestone} 个里程碑拨付，里程碑不能少于 {milestone} 个。",
        "A part of the reward is released at milestone {milestone}, so there must be that many.",
    ),
    "extension_range": (
        "应晚于现期限，且不晚于 {latest}。",
        "Must lie after the present date and not after {latest}.",
    ),
}
