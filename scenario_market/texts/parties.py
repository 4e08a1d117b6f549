"""What people read when something about accounts, organisations or mandates is refused."""

TITLES: dict[str, tuple[str, str]] = {
    "sign_in_refused": ("登录未成功", "Not signed in"),
    "too_many": ("操作过于频繁，请稍后再试", "Too often; try again later"),
}

DETAILS: dict[str, tuple[str, str]] = {
    "has_administrator": (
        "系统已有管理员，请由其在系统内授予角色。",
        "There is an administrator already; roles are granted by that person.",
    ),
    "wrong_code": (
        "验证码不正确或已失效，请核对，或重新获取。",
        "The code is wrong or no longer valid. Check it, or ask for a new one.",
    ),
    "wrong_password": (
        "手机号或密码不正确。也可以用短信验证码登录。",
        "The mobile number or the password is wrong. You may sign in by code instead.",
    ),
    "oidc_denied": (
        "统一身份认证未完成，请重试或改用短信验证码登录。",
        "The identity provider did not sign you in; try again, or sign in by code.",
    ),
    "oidc_state": (
        "登录请求已失效，请重新发起。",
        "This sign-in is no longer valid; begin again.",
    ),
    "no_mobile": (
        "统一身份认证未提供已核实的手机号，请改用短信验证码登录。",
        "The identity provider gave no verified mobile number; sign in by code instead.",
    ),
    "subject_conflict": (
        "该手机号的账号已关联另一身份，请联系系统管理员。",
        "The account of this number is linked to another identity; ask the administrator.",
    ),
    "identity_provider_unavailable": (
        "统一身份认证暂时无法访问，请稍后再试或改用短信验证码登录。",
        "The identity provider does not answer; try later, or sign in by code.",
    ),
    "account_disabled": (
        "该账号已停用，请联系系统管理员。",
        "This account is closed. Ask the administrator.",
    ),
    "demonstration_account": (
        "演示账号不能登录正式环境。",
        "Demonstration accounts cannot sign in to a production installation.",
    ),
    "sms_unavailable": (
        "短信暂时无法发送，请稍后再试。",
        "Messages cannot be sent at the moment; try again later.",
    ),
    "code_too_soon": (
        "验证码发送过于频繁，请在 {wait_seconds} 秒后再试。",
        "Codes were asked for too often; try again in {wait_seconds} seconds.",
    ),
    "needs_session": (
        "接口令牌不能办理此事项，请登录后办理。",
        "An API token does not do; sign in as a person.",
    ),
    "ask_for_invitation": (
        "该统一社会信用代码已登记。请向本单位的授权管理人索取邀请。",
        "This code is registered. Ask the organisation's own manager for an invitation.",
    ),
    "verified_name": (
        "单位名称已核验，不能直接修改。更名请先向场景办申请撤销核验，修改后重新申请。",
        "A verified name is fixed. Ask the office to take the verification back, change it, and ask again.",
    ),
    "own_organisation": (
        "您与该单位现有或近期有过授权关系，须回避，由其他经办人办理。",
        "You act or lately acted for this organisation; another officer must decide.",
    ),
    "scope_missing": (
        "您在该单位的授权不包含此事项。",
        "Your mandate does not cover this.",
    ),
    "confirmation_expired": (
        "确认码已过期，请重新发送确认邮件。",
        "The code has expired. Have the confirming mail sent again.",
    ),
    "email_too_soon": (
        "确认邮件发送过于频繁，请在 {wait_seconds} 秒后再试。",
        "Confirming mails were asked for too often; try again in {wait_seconds} seconds.",
    ),
    "email_taken": (
        "该电子邮箱已由另一账号确认。请改用其他邮箱，或先在该账号中移除。",
        "Another account has confirmed this address. Use another one, or remove it there first.",
    ),
    "no_email": (
        "您尚未填写电子邮箱。",
        "You have given no e-mail address.",
    ),
    "email_confirmed": (
        "该电子邮箱已确认。",
        "This address is confirmed already.",
    ),
    "mandate_letter_missing": (
        "请先上传管理授权人的授权书扫描件（授权记录的附件），再申请或办理核验。",
        "Upload the letter of authorisation of who manages the organisation, as an attachment of the mandate, first.",
    ),
    "last_manager": (
        "这是本单位最后一份含“管理单位授权”的授权书，请先办理交接。",
        "This is the last mandate that manages the organisation; hand it over first.",
    ),
    "mandate_live": ("该人员已持有有效授权书。", "This person holds a live mandate."),
    "mandate_ended": ("该授权书已终止。", "This mandate has ended."),
    "mandate_expired": ("该授权书已到期。", "This mandate has run out."),
    "invitation_accepted": ("该邀请已被接受。", "This invitation was accepted."),
    "invitation_cancelled": ("该邀请已被取消。", "This invitation was cancelled."),
    "invitation_expired": (
        "该邀请已过期，请联系邀请人重新发送。",
        "This invitation has run out; ask for a new one.",
    ),
    "too_many_invitations": (
        "待接受的邀请已达 {limit} 份，请先取消不需要的邀请。",
        "{limit} invitations are open; cancel some first.",
    ),
    "invitation_too_soon": (
        "邀请短信发送过于频繁，请在 {wait_seconds} 秒后再试。",
        "Invitations were sent too often; try again in {wait_seconds} seconds.",
    ),
    "too_many_organisations": (
        "您登记的单位中有 {limit} 家尚未核验，核验通过后方可继续登记。",
        "{limit} organisations of yours wait to be verified; register more afterwards.",
    ),
    "has_manager": (
        "该单位有授权管理人，无需由场景办恢复。",
        "The organisation has a manager; there is nothing to restore.",
    ),
    "no_self_grant": ("不能给自己授予角色。", "Nobody grants himself a role."),
    "no_self_revoke": ("不能撤销自己的角色。", "Nobody revokes his own role."),
    "no_self_disable": ("不能停用自己的账号。", "Nobody closes his own account."),
    "separation_of_duties": (
        "不相容职务分离：审计、纪检监督不得与其他角色兼任，系统管理员与密钥保管人不得兼任。",
        "Separation of duties: who audits or observes holds no other role, and no administrator is a key officer.",
    ),
    "role_held": ("该人员已有此角色。", "This person has the role."),
    "role_ended": ("该角色已撤销。", "The role was taken back before."),
    "disabled": ("该账号已停用。", "The account is closed."),
    "enabled": ("该账号处于启用状态。", "The account is open."),
}

FIELDS: dict[str, tuple[str, str]] = {
    "mobile": (
        "应为 11 位中国大陆手机号，如 {example}。",
        "A mobile number of mainland China, such as {example}.",
    ),
    "confirmation": (
        "确认码不正确，或不是为当前电子邮箱发出的，请核对最近一封确认邮件。",
        "Not the code for your present address; see the newest confirming mail.",
    ),
    "unreachable": (
        "运营商无法向该号码发送短信，请核对。",
        "The carrier cannot reach this number; check it.",
    ),
    "email": ("应为电子邮箱地址，如 {example}。", "An e-mail address, such as {example}."),
    "unknown_field": ("没有这个字段。", "There is no such field."),
    "must_be_empty": ("该角色不分区域或节点，应为空。", "This role has no place; leave it out."),
    "between": ("不在允许范围内。", "Outside what is allowed."),
    "after": ("应晚于当前时间。", "Must lie in the future."),
    "length": ("长度应为 {least} 至 {longest} 个字。", "{least} to {longest} characters."),
    "other_person": ("应为另一人。", "Must be another person."),
    "scope_not_held": (
        "“{value}”不是您现有的、可授予令牌的权限。",
        "{value} is no permission of yours that a token may carry.",
    ),
    "uscc_length": (
        "统一社会信用代码应为 {expected} 位，现为 {found} 位。",
        "The code has {expected} places, not {found}.",
    ),
    "uscc_alphabet": (
        "统一社会信用代码不含这些字符：{characters}（不使用 I、O、S、V、Z）。",
        "The code has no {characters} (I, O, S, V and Z are not used).",
    ),
    "uscc_check_digit": (
        "校验位不符：按前 17 位应为 {expected}，现为 {found}，请核对。",
        "The check character should be {expected}, not {found}; check the code.",
    ),
    "organisation_code": (
        "第 9 至 17 位（组织机构代码）的校验位按 GB 11714 应为 {expected}，现为 {found}。"
        "代码可以使用，请与营业执照核对。",
        "Places 9 to 17 (the organisation code) should end in {expected} by GB 11714, not {found}. The code is taken;"
        " compare it with the licence.",
    ),
    "password_short": ("密码至少 {least} 位。", "At least {least} characters."),
    "password_long": ("密码最多 {longest} 位。", "At most {longest} characters."),
    "password_weak": (
        "密码太容易被猜到：不要用手机号、连续数字或常见密码。",
        "Too easy to guess: no mobile number, no row of digits, no common password.",
    ),
}
