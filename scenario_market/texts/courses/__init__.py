"""What every state and every move of a lifecycle is called, by table: for lists, histories and the paper of a case."""

from scenario_market.texts.courses import awarding, calling, delivering, matching, taking_part
from scenario_market.texts.telling import Pair

PARTS = (taking_part, matching, calling, awarding, delivering)
STATES: dict[str, dict[str, Pair]] = {
    table: names for part in PARTS for table, names in part.STATES.items()
}
MOVES: dict[str, dict[str, Pair]] = {
    table: names for part in PARTS for table, names in part.MOVES.items()
}


def state(table: str, code: str) -> Pair:
    """A state in Chinese and English; its code where it has no name."""
    return STATES.get(table, {}).get(code, (code, code))


def move(table: str, verb: str) -> Pair:
    """A move in Chinese and English; its verb where it has no name."""
    return MOVES.get(table, {}).get(verb, (verb, verb))
