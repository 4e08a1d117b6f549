"""What people are told about organisations, mandates and roles."""

from scenario_market.texts.telling import Text

ORGANISATION = ("查看单位信息", "Open the organisation")
ACCOUNT = ("查看本人账号", "Open your account")
REVIEW = ("前往审核", "Review it")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "organisation_verified": Text(
        ("单位核验通过：{organisation}", "Organisation verified: {organisation}"),
        (
            (
                "{organisation}已通过核验，可以提交场景需求或申请加入服务商库。",
                "{organisation} is verified and may post needs or apply to the pool.",
            ),
        ),
        ORGANISATION,
    ),
    "organisation_refused": Text(
        ("单位核验未通过：{organisation}", "Organisation not verified: {organisation}"),
        (
            (
                "{organisation}未通过核验，补正后可重新申请。",
                "{organisation} was not verified. You may ask again once this is mended.",
            ),
            WHY,
        ),
        ORGANISATION,
    ),
    "verification_revoked": Text(
        ("单位核验已撤销：{organisation}", "Verification revoked: {organisation}"),
        (
            (
                "{organisation}的核验已被撤销，暂不能提交场景需求或对接意向。",
                "The verification of {organisation} was revoked; it may not post or answer needs for now.",
            ),
            WHY,
        ),
        ORGANISATION,
    ),
    "verification_waiting": Text(
        ("待核验单位：{organisation}", "Waits for verification: {organisation}"),
        (("{organisation}申请核验，请及时办理。", "{organisation} asks to be verified."),),
        REVIEW,
    ),
    "mandate_granted": Text(
        ("您已获得单位授权：{organisation}", "You may act for {organisation}"),
        (
            (
                "您已获授权在平台上代表{organisation}办理业务。",
                "You hold a mandate to act for {organisation} here.",
            ),
        ),
        ORGANISATION,
    ),
    "mandate_renewed": Text(
        ("您的授权已延期：{organisation}", "Your mandate was renewed: {organisation}"),
        (
            (
                "您代表{organisation}的授权已延期。",
                "Your mandate to act for {organisation} was given more time.",
            ),
        ),
        ORGANISATION,
    ),
    "mandate_ended": Text(
        ("您的授权已终止：{organisation}", "Your mandate has ended: {organisation}"),
        (
            (
                "您代表{organisation}的授权已终止，不能再以该单位名义办理业务。",
                "You may no longer act for {organisation} here.",
            ),
            WHY,
        ),
        ACCOUNT,
    ),
    "mandate_expiring": Text(
        ("您的授权即将到期：{organisation}", "Your mandate ends soon: {organisation}"),
        (
            (
                "您代表{organisation}的授权将在 {days} 天后到期，请及时办理延期或交接。",
                "Your mandate to act for {organisation} ends in {days} days. Renew it or hand over.",
            ),
        ),
        ORGANISATION,
    ),
    "role_granted": Text(
        ("您已获得角色：{role}", "You were given a role: {role}"),
        (
            ("您在平台上已被授予角色：{role}。", "You were given the role: {role}."),
            ("适用范围：{place}。", "It is for: {place}."),
        ),
        ACCOUNT,
    ),
    "role_revoked": Text(
        ("您的角色已撤销：{role}", "A role of yours was revoked: {role}"),
        (("您在平台上的角色“{role}”已撤销。", "Your role “{role}” was revoked."),),
        ACCOUNT,
    ),
    "confirm_email": Text(
        ("请确认您的电子邮箱", "Please confirm your e-mail address"),
        (
            (
                "您在平台登记了电子邮箱。确认之前，除确认邮件外平台不会向该邮箱发送其他邮件。",
                "You gave an e-mail address. Until it is confirmed nothing but the confirming mail is sent to it.",
            ),
            (
                "您的确认码为 {confirmation} ，请登录后在账号设置中填写。如非本人操作，请忽略本邮件。",
                "Your confirmation code is {confirmation} ; sign in and enter it in your account settings. If this"
                " was not you, ignore this mail.",
            ),
        ),
        ACCOUNT,
    ),
    "password_changed": Text(
        ("您的登录密码已修改", "Your password was changed"),
        (
            (
                "您的登录密码已修改，其他设备已退出登录。如非本人操作，请立即用短信验证码登录并重设密码。",
                "Your password was changed and your other devices were signed out. If this was not you, sign in by code"
                " and set a new one now.",
            ),
            (
                "以下接口令牌已同时吊销，请按需重新创建：{tokens}。",
                "These API tokens were revoked with it; make new ones where you need them: {tokens}.",
            ),
        ),
        ACCOUNT,
    ),
    "token_issued": Text(
        ("您的账号新增了接口令牌", "An API token was made for your account"),
        (
            (
                "您的账号新增了一枚接口令牌。如非本人操作，请立即吊销。",
                "An API token was made for your account. If this was not you, revoke it now.",
            ),
        ),
        ACCOUNT,
    ),
    "checkpoint_signed": Text(
        ("事件链签名：位置 {position}", "The chain is signed up to {position}"),
        (
            (
                "平台事件链截至位置 {position} 的摘要已签名，签名文件随邮件附上，请妥善保存，供日后核验。",
                "The chain's head at position {position} was signed. Keep the attached paper to verify it later.",
            ),
            ("摘要：{hash}。", "Hash: {hash}."),
        ),
        ("查看审计", "Open the audit"),
    ),
    "digest": Text(
        ("今日通知汇总", "Your daily digest"),
        (("以下是汇总通知。", "These notices were kept for your digest."),),
        ("查看全部通知", "Open the inbox"),
    ),
}
