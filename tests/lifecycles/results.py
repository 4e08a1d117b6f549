"""The moves of objections, and those of challenges and bids from the panel's opinion to the award."""

from scenario_market.domain.publicity import states as publicity

TABLES = {"objection": publicity.OBJECTION_MOVES}
MOVES = "domain/results/test_result_moves.py"
OBJECTIONS = "domain/publicity/test_objections.py"
MADE: dict[str, tuple[str, str, str]] = {}
