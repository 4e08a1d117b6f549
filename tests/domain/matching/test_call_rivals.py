"""Who reads the points of matches with a call: no officer who stands for an organisation that could bid."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.challenges import rivals
from scenario_market.domain.challenges.events import ChallengePublished
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching import queries
from scenario_market.domain.matching.records import Match
from scenario_market.domain.outbox import record
from tests import factories
from tests.domain.challenges import calls, cases
from tests.factories import NOW

EXPLANATION = {"contributions": {"text": 20_000}, "answers": []}


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


@pytest.fixture
def match(cast):
    """A provider's match with an open call."""
    call = cases.challenge_in(cast, "open")
    organisation, actor = cast.provider()
    provider = calls.provider(cast.session, organisation)
    event = record(
        cast.session, ChallengePublished(subject_id=call.id, number=1), actor=SYSTEM, now=NOW
    )
    cast.session.flush()
    row = Match(
        subject_kind="challenge",
        subject_id=call.id,
        provider_id=provider.id,
        number=1,
        event_id=event.id,
        score_milli=20_000,
        is_near=False,
        explanation=EXPLANATION,
        engine_version="1",
        at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row, actor


def readable(cast, actor):
    return cast.session.scalars(
        select(Challenge.id).where(rivals.unrivalled(cast.session, actor))
    ).all()


def test_an_officer_who_stands_for_nobody_reads_all(cast, match):
    row, _ = match
    assert readable(cast, cast.lead) == [row.subject_id]
    assert queries.match_of(cast.session, row.id, actor=cast.lead).reader == "office"


def test_one_who_stands_for_a_possible_bidder_reads_none_whether_it_bids_or_not(cast, match):
    row, _ = match
    organisation = cast.organisation()
    factories.mandate(cast.session, organisation.id, cast.lead.person_id, "profile")
    assert readable(cast, cast.lead) == []
    with pytest.raises(NotFound):
        queries.match_of(cast.session, row.id, actor=cast.lead)
    listed = queries.of_subject(cast.session, "challenge", row.subject_id, actor=cast.lead)
    assert listed.rows == []


def test_one_who_stands_for_the_owner_or_its_group_cannot_bid_and_reads(cast, match):
    row, _ = match
    below = cast.organisation(controlled_by_id=cast.owner_organisation.id)
    for organisation in (cast.owner_organisation, below):
        factories.mandate(cast.session, organisation.id, cast.lead.person_id, "profile")
    assert readable(cast, cast.lead) == [row.subject_id]


def test_a_provider_reads_its_own_and_the_owner_who_was_found_without_points(cast, match):
    row, actor = match
    assert queries.match_of(cast.session, row.id, actor=actor).reader == "provider"
    (seen,) = queries.of_subject(cast.session, "challenge", row.subject_id, actor=cast.owner).rows
    assert seen.reader == "enterprise"
    _, rival = cast.provider()
    assert queries.of_providers(cast.session, actor=rival).rows == []
    stranger = replace(cast.owner, mandates={})
    with pytest.raises(NotFound):
        queries.of_subject(cast.session, "challenge", row.subject_id, actor=stranger)
