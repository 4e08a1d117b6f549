"""Acts on what is waited for."""

from scenario_market.domain.roles import OFFICE, PERSON, WATCH, Permission

ACTS = {
    "todo.read": Permission(PERSON, "查阅本人待办", "Read one's own to-dos"),
    "todo.watch": Permission(OFFICE | WATCH, "查阅全部待办", "Read all to-dos"),
}
