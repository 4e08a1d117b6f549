"""What people are told of the officers who hold keys of sealed bids."""

from scenario_market.texts.telling import Text

REGISTER = ("查看密钥保管人名册", "Open the register")

NAMING = ("查看任用事项", "Open the naming")

TEXTS = {
    "key_naming_asked": Text(
        ("提请任用密钥保管人：{title}", "A key officer is to be named: {title}"),
        (
            (
                "管理员提请任用{title}为揭榜书密钥保管人，须由一位现任密钥保管人在 7 天内确认。",
                "An administrator asks for {title} to be named a key officer; a key officer has 7 days to confirm.",
            ),
            (
                "请核实其人其事后再予确认；对任用有疑问的，请立即否决并报告纪检监督人员。",
                "Make sure who it is before you confirm; where there is doubt, refuse it and tell the observer.",
            ),
        ),
        NAMING,
    ),
    "key_naming_confirmed": Text(
        ("密钥保管人已任用：{title}", "A key officer was named: {title}"),
        (
            (
                "{title}已由现任密钥保管人确认任用，可登记本人密钥。",
                "A key officer confirmed {title}, who may now make a key.",
            ),
        ),
        NAMING,
    ),
    "key_naming_ended": Text(
        ("密钥保管人任用未通过：{title}", "A key officer was not named: {title}"),
        (
            (
                "任用{title}为密钥保管人一事已被撤回、否决或逾期失效。",
                "The naming of {title} was taken back, refused, or not confirmed in time.",
            ),
        ),
        NAMING,
    ),
    "key_naming_installed": Text(
        ("首批密钥保管人：{title}", "A first key officer: {title}"),
        (
            (
                "运维人员在主机上将{title}任用为首批密钥保管人（此前没有可确认的保管人）。",
                "The operator named {title} on the machine, since there was no key officer to confirm.",
            ),
            (
                "如未经贵处知悉，请立即查明。",
                "If you do not know of this, find out at once.",
            ),
        ),
        NAMING,
    ),
    "key_enrolled": Text(
        ("密钥保管人登记密钥：{title}", "A key officer enrolled: {title}"),
        (
            (
                "{title}已登记为揭榜书密钥保管人，此后发布的榜单由其与其他保管人分持密钥。",
                "{title} enrolled as a key officer: the keys of calls published from now on are shared with him.",
            ),
            (
                "如其任用未经贵处知悉，请立即查明，并要求停用该密钥。",
                "If you do not know of this appointment, find out at once and have the key retired.",
            ),
        ),
        REGISTER,
    ),
    "key_retired": Text(
        ("密钥保管人停用密钥：{title}", "A key officer's key was retired: {title}"),
        (
            (
                "{title}的密钥已停用，其所持分片不再能开启揭榜书。",
                "The key of {title} was retired; its halves open nothing any more.",
            ),
        ),
        REGISTER,
    ),
    "key_blocked": Text(
        ("密钥口令连续错误：{title}", "Wrong passphrases of a key officer: {title}"),
        (
            (
                "{title}的密钥口令连续 {attempts} 次不正确，平台已暂停校验 {minutes} 分钟。",
                "{attempts} wrong passphrases in a row were given for {title}; none is read for {minutes} minutes.",
            ),
            (
                "如非本人操作，账号可能已被他人使用，请立即退出全部会话、更换口令并停用该密钥。",
                "If it was not the officer, somebody else may use the account: end its sessions and retire the key.",
            ),
        ),
        REGISTER,
    ),
}
