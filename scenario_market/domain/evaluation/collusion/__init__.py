"""Hints of collusion (围标串标) among opened bids: evidence side by side, for the office, never a verdict. Pure.

Each finder takes all bids at once and looks through an index of what they have in common, so that its work grows with
the length of the texts and not with the number of pairs. ``docs/evaluation.md`` says how each is computed.
"""

from scenario_market.domain.evaluation.collusion.finding import Hint, Limits, Opened, find

__all__ = ["Hint", "Limits", "Opened", "find"]
