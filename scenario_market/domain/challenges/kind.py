"""Calls as a kind of posting."""

from scenario_market.domain.challenges.models import (
    Challenge,
    ChallengeClearance,
    ChallengeVersion,
)
from scenario_market.domain.challenges.rules import FIELDS
from scenario_market.domain.postings.kinds import Kind

CALLS = Kind(Challenge, ChallengeVersion, ChallengeClearance, "challenge_id", FIELDS)
