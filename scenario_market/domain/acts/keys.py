"""Acts on keys of sealed bids, and the opening before its time."""

from scenario_market.domain.roles import ADMIN, OFFICE, WATCH, Permission

KEYS = frozenset({"key_officer"})

ACTS = {
    "key.enrol": Permission(KEYS, "登记本人密钥", "Enrol one's own key"),
    "key.name": Permission(ADMIN, "提请任用密钥保管人", "Ask for a key officer to be named"),
    "key.confirm": Permission(KEYS, "确认任用密钥保管人", "Confirm the naming of a key officer"),
    "key.refuse": Permission(
        KEYS | ADMIN,
        "撤回、否决密钥保管人任用",
        "Take back or refuse the naming of a key officer",
    ),
    "key.retire": Permission(KEYS | ADMIN, "停用密钥保管人", "Retire a key officer"),
    "key.read": Permission(
        KEYS | ADMIN | OFFICE | WATCH, "查阅密钥保管人名册", "Read the register of key officers"
    ),
    "bid.reenter": Permission(
        KEYS, "申请、确认补录揭榜书", "Ask for and confirm the entering of a bid from a backup"
    ),
    "opening.early": Permission(
        KEYS, "申请、确认应急开启", "Ask for and confirm an opening before its time"
    ),
}
