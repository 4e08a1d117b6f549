"""What people are told about providers and their papers."""

from scenario_market.texts.telling import Text

PROVIDER = ("查看服务商资料", "Open the provider profile")
REVIEW = ("前往审核", "Review it")
WHY = ("原因：{reason}。", "Reason: {reason}.")
REMARKS = ("逐项意见：{remarks}。", "Remarks: {remarks}.")

TEXTS = {
    "provider_waiting": Text(
        ("待审核入库申请：{organisation}", "Applies to the pool: {organisation}"),
        (
            (
                "{organisation}申请加入服务商库，请及时审核。",
                "{organisation} applies to the pool and waits for review.",
            ),
        ),
        REVIEW,
    ),
    "appeal_waiting": Text(
        ("待处理申诉：{organisation}", "An appeal: {organisation}"),
        (
            (
                "{organisation}对处理决定提出申诉，请安排未参与原决定的人员办理。",
                "{organisation} appeals against a decision. Who took no part in it has to decide.",
            ),
        ),
        REVIEW,
    ),
    "rectification_waiting": Text(
        ("服务商已开始整改：{organisation}", "A provider answers its warning: {organisation}"),
        (
            (
                "{organisation}已就警示事项开始整改，请跟进核查。",
                "{organisation} mends what it was warned of. Please check.",
            ),
        ),
        REVIEW,
    ),
    "provider_returned": Text(
        ("入库申请退回补充", "Your application was returned"),
        (
            (
                "{organisation}的入库申请已退回，请按意见补充后重新提交。",
                "The application of {organisation} was returned. Please complete it and apply again.",
            ),
            WHY,
            REMARKS,
        ),
        ("补充资料", "Complete it"),
    ),
    "provider_rejected": Text(
        ("入库申请未通过", "Your application was rejected"),
        (
            (
                "{organisation}的入库申请未通过。如有异议，可在规定期限内申诉。",
                "The application of {organisation} was rejected. You may appeal in due time.",
            ),
            WHY,
        ),
        PROVIDER,
    ),
    "provider_admitted": Text(
        ("已加入服务商库", "Admitted to the pool"),
        (
            (
                "{organisation}已加入服务商库，平台将推送匹配的场景需求。",
                "{organisation} belongs to the pool and will be told of needs that fit.",
            ),
        ),
        PROVIDER,
    ),
    "provider_warned": Text(
        ("服务商警示", "A warning"),
        (
            (
                "{organisation}被予以警示，请及时整改并反馈。",
                "{organisation} was warned. Please mend what was found and report.",
            ),
            WHY,
        ),
        PROVIDER,
    ),
    "provider_cleared": Text(
        ("整改已通过核查", "Your rectification was accepted"),
        (
            (
                "{organisation}的整改已通过核查，警示已解除。",
                "What {organisation} mended was accepted; the warning is lifted.",
            ),
        ),
        PROVIDER,
    ),
    "provider_suspended": Text(
        ("服务商资格已暂停", "Suspended from the pool"),
        (
            (
                "{organisation}的服务商资格已暂停，暂停期间不再推送需求。如有异议，可在规定期限内申诉。",
                "{organisation} is suspended and is told of no needs meanwhile. You may appeal in due time.",
            ),
            WHY,
        ),
        PROVIDER,
    ),
    "provider_removed": Text(
        ("已移出服务商库", "Removed from the pool"),
        (
            (
                "{organisation}已移出服务商库。如有异议，可在规定期限内申诉。",
                "{organisation} was removed from the pool. You may appeal in due time.",
            ),
            WHY,
        ),
        PROVIDER,
    ),
    "provider_reinstated": Text(
        ("服务商资格已恢复", "Taken back into the pool"),
        (
            (
                "{organisation}的服务商资格已恢复，平台将继续推送匹配的场景需求。",
                "{organisation} is in the pool again and will be told of needs that fit.",
            ),
        ),
        PROVIDER,
    ),
    "review_reopened": Text(
        ("入库申请重新审核", "Your application is reviewed again"),
        (
            (
                "申诉成立，{organisation}的入库申请已重新进入审核。",
                "Your appeal was upheld: the application of {organisation} is under review again.",
            ),
        ),
        PROVIDER,
    ),
    "appeal_decided": Text(
        ("申诉结果：{outcome}", "Your appeal: {outcome}"),
        (
            (
                "{organisation}提出的申诉已办结，结果为：{outcome}。",
                "The appeal of {organisation} was decided: {outcome}.",
            ),
        ),
        PROVIDER,
    ),
    "credential_lapsing": Text(
        ("资质即将到期：{credential}", "About to lapse: {credential}"),
        (
            (
                "{organisation}的“{credential}”将于 {expires} 到期（还有 {days} 天），到期后不再计入匹配，请及时更新。",
                "“{credential}” of {organisation} lapses on {expires} (in {days} days) and then counts no more.",
            ),
        ),
        ("更新资质", "Renew it"),
    ),
}
