"""Calls as a kind of posting."""

from scenario_market.domain.challenges.models import (
    Challenge,
    ChallengeClearance,
    ChallengeIndustry,
    ChallengeVersion,
    ChallengeVersionAttachment,
)
from scenario_market.domain.challenges.rules import FIELDS
from scenario_market.domain.postings.kinds import Kind

CALLS = Kind(
    model=Challenge,
    version=ChallengeVersion,
    step=ChallengeClearance,
    file=ChallengeVersionAttachment,
    industry=ChallengeIndustry,
    key="challenge_id",
    fields=FIELDS,
)
