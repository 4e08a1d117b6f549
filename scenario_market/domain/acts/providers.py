"""Acts on providers and the pool."""

from scenario_market.domain.roles import LEAD, OFFICE, PROVIDER, WATCH, Permission

ACTS = {
    "provider.apply": Permission(PROVIDER, "申请入库", "Apply to the pool"),
    "provider.edit": Permission(PROVIDER, "维护服务商资料", "Edit the provider profile"),
    "provider.read": Permission(OFFICE | WATCH | PROVIDER, "查阅服务商", "Read providers"),
    "provider.review": Permission(OFFICE, "审核服务商", "Review providers"),
    "provider.sanction": Permission(LEAD, "暂停、移出服务商", "Suspend or remove providers"),
    "provider.appeal": Permission(PROVIDER, "提出申诉", "Appeal"),
    "provider.import": Permission(OFFICE, "导入服务商库", "Import the pool"),
}
