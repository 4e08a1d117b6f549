"""Refusals about keys, sealing and opening."""

TITLES: dict[str, tuple[str, str]] = {
    "cannot_open": ("密封内容暂时无法打开", "What is sealed cannot be opened"),
    "envelope_full": ("揭榜书内容超出容量", "The bid is too large"),
}

DETAILS: dict[str, tuple[str, str]] = {
    "key_missing": (
        "本机没有打开该内容所需的密钥，请联系系统管理员按运行手册处理密钥。",
        "The key that opens this is not here; the operator's handbook says what to do about keys.",
    ),
    "seal_broken": (
        "密封内容与密钥不符，或曾被改动，不能打开。",
        "What is sealed does not fit the key, or was changed.",
    ),
    "challenge_key_not_attested": (
        "该榜单的公钥没有平台签名，可能被替换，已停止加密保存，请联系系统管理员。",
        "The public key of this challenge lacks the market's signature and may be false: nothing is sealed to it.",
    ),
    "officer_key_not_attested": (
        "密钥保管人的公钥没有平台签名，可能被替换，请该保管人重新登记密钥。",
        "A key officer's public key lacks the market's signature and may have been replaced; the officer enrols anew.",
    ),
    "key_officers_missing": (
        "密钥保管人不足 {wanted} 人（现有 {found} 人），不能发榜：请先由管理员授予角色，并由本人登记密钥。",
        "A challenge is published with {wanted} key officers at least; there are {found}. Grant the role; each enrols.",
    ),
    "key_officer_enrolled": (
        "您已登记密钥；需要更换的，请先停用原密钥。",
        "You have enrolled a key; retire it first.",
    ),
    "key_officers_enough": (
        "密钥保管人最多 {limit} 人。",
        "There are at most {limit} key officers.",
    ),
    "key_officer_retired": ("该密钥已停用。", "This key is retired."),
    "key_officer_missing": (
        "您尚未登记密钥，或密钥已停用。",
        "You have not enrolled a key, or it is retired.",
    ),
    "named_by_two": (
        "密钥保管人须由管理员提请任用、由现任密钥保管人确认，不能直接授予。",
        "An administrator asks for a key officer, and a key officer confirms; the role is not simply granted.",
    ),
    "key_naming_by_operator": (
        "目前没有已登记密钥的保管人可以确认，请由运维人员在主机上执行 scenario-market install-key-officers。",
        "No key officer could confirm: the operator names the first two (scenario-market install-key-officers).",
    ),
    "key_naming_asked": (
        "已提请任用该人员，正待确认。",
        "The naming of this person waits for its confirmation already.",
    ),
    "key_naming_answered": (
        "该任用已确认、已撤回或已失效。",
        "This naming was confirmed, withdrawn or has lapsed.",
    ),
    "own_naming": (
        "任用须由提请人和被任用人以外的密钥保管人确认。",
        "Another key officer confirms: not who asked, and not who is named.",
    ),
    "key_officers_named": (
        "已有密钥保管人，新的任用由管理员提请、现任保管人确认。",
        "There are key officers: they confirm whom an administrator asks for.",
    ),
    "key_officers_first": (
        "首批密钥保管人须为 {wanted} 名不同的人员。",
        "The first key officers are {wanted} different people.",
    ),
    "no_half_of_key": (
        "该榜单发布时您（或另一位保管人）尚未登记现用密钥，两人的分片不能合成该榜单的密钥。",
        "This challenge was published before your key, or the other officer's, was enrolled: your halves do not fit.",
    ),
    "four_eyes": (
        "须由另一位密钥保管人确认，不能由申请人本人确认。",
        "Another key officer confirms what one asked for.",
    ),
    "passphrase_wrong": ("密钥口令不正确。", "The passphrase is wrong."),
    "passphrase_blocked": (
        "密钥口令连续多次不正确，{minutes} 分钟后方可再试；其他密钥保管人和纪检、审计人员已收到通知。",
        "Too many wrong passphrases: try again in {minutes} minutes. Key officers and auditors were told.",
    ),
    "early_opening_asked": (
        "已有一项应急开启申请待确认。",
        "An early opening waits for its confirmation already.",
    ),
    "early_opening_answered": (
        "该应急开启申请已确认或已撤回。",
        "This early opening was confirmed or withdrawn.",
    ),
    "early_opening_lapsed": (
        "该应急开启申请已于 {lapsed_at} 失效，请重新申请。",
        "This early opening lapsed at {lapsed_at}; ask again.",
    ),
    "nothing_unreadable": (
        "该榜单没有未能打开的揭榜书，无需补录。",
        "All bids on this challenge opened: there is nothing to enter.",
    ),
    "panel_drawn": (
        "评审组已抽取，其回避按已知揭榜单位核定，不能再补录揭榜书。",
        "The panel is drawn, free of conflicts with the bidders that were known: no bid is entered any more.",
    ),
    "reentry_asked": (
        "已有一项补录申请待确认。",
        "A request to enter bids from a backup waits for its confirmation already.",
    ),
    "reentry_under_way": (
        "经确认的标书补录尚未完成，请待补录结果公布后再进行。",
        "Bids are being entered from a backup, as two officers confirmed; wait until it is told what was entered.",
    ),
    "reentry_answered": (
        "该补录申请已确认或已撤回。",
        "This request was confirmed or withdrawn.",
    ),
    "reentry_lapsed": (
        "该补录申请已于 {lapsed_at} 失效，请重新申请。",
        "This request lapsed at {lapsed_at}; ask again.",
    ),
    "bids_not_opened_yet": (
        "揭榜书正在开启，尚不能宣布流标；只有密钥遗失、无法开启时才能在开启前宣布。",
        "The bids are being opened. A closed challenge fails only where they could not be opened.",
    ),
    "own_key_only": (
        "只能停用本人的密钥；他人的密钥由管理员停用。",
        "One retires one's own key; others' keys are the administrator's to retire.",
    ),
    "envelope_full": (
        "揭榜书全部内容共 {size_bytes} 字节，超过上限 {limit_bytes} 字节，请精简文字或改用附件。",
        "The bid has {size_bytes} bytes in all; {limit_bytes} fit. Shorten it, or attach files.",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "passphrase_short": (
        "密钥口令至少 {least} 个字符，请使用一句只有本人知道的话。",
        "A passphrase has {least} signs at least; take a sentence that only you know.",
    ),
}
