"""What people are told of the officers who hold keys of sealed bids."""

from scenario_market.texts.telling import Text

REGISTER = ("查看密钥保管人名册", "Open the register")

TEXTS = {
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
