"""Acts in the machine room: jobs, audit, clock."""

from scenario_market.domain.roles import ADMIN, SYSTEM_ROLE, WATCH, Permission

ACTS = {
    "job.read": Permission(ADMIN, "查阅任务", "Read jobs"),
    "job.replay": Permission(ADMIN, "重放任务", "Replay jobs"),
    "audit.read": Permission(WATCH | ADMIN, "查阅审计", "Read the audit trail"),
    "clock.move": Permission(ADMIN, "拨动演示时钟", "Move the demonstration clock"),
    "system": Permission(SYSTEM_ROLE, "系统自动", "By the system"),
}
