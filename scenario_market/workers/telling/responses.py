"""Telling of answers to demands."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "response.submitted": (Rule("response_received", to.asked),),
    "response.overdue": (Rule("response_overdue", to.asked),),
    "response.withdrawn": (Rule("response_withdrawn", to.asked),),
    "response.accepted": (Rule("response_accepted", to.answerer),),
    "response.declined": (Rule("response_declined", to.answerer),),
    "response.docking_confirmed": (Rule("docking_confirmed", to.asked),),
    "response.ended": (Rule("docking_ended", to.other_side),),
    "response.contract_recorded": (Rule("contract_recorded", to.confirming),),
    "response.contracted": (Rule("contract_confirmed", to.recorder),),
}
