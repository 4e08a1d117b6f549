"""Calls as a kind of posting."""

from scenario_market.domain.challenges.models import (
    Challenge,
    ChallengeClearance,
    ChallengeIndustry,
    ChallengeVersion,
)
from scenario_market.domain.challenges.rules import FIELDS
from scenario_market.domain.postings.kinds import Kind

CALLS = Kind(
    Challenge, ChallengeVersion, ChallengeClearance, ChallengeIndustry, "challenge_id", FIELDS
)
