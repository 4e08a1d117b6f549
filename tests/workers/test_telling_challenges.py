"""Who is really told of the course of a call: by the events of the commands, with rows in the books."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from scenario_market.domain.bids.models import Participation, Workspace
from scenario_market.domain.challenges import amending, ending, publishing
from scenario_market.domain.challenges.call_models import Follow
from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.texts.notices import say
from scenario_market.workers.machine import Work
from scenario_market.workers.tell import tell
from tests.domain.challenges import cases
from tests.domain.challenges.cases import REASONS
from tests.factories import NOW


@pytest.fixture
def cast(session, city):
    made = cases.cast(session, city)
    for actor in (made.lead, made.joint, *made.reviewers):
        (role,) = actor.roles
        session.add(RoleGrant(person_id=actor.person_id, role=role, starts_at=NOW))
    session.flush()
    return made


def notices(cast, kind):
    """The notices that the newest event of a kind owes."""
    cast.session.flush()
    query = select(EventRecord).where(EventRecord.kind == kind).order_by(EventRecord.id.desc())
    event = cast.session.scalars(query.limit(1)).one()
    machine = SimpleNamespace(city=cast.city)
    tell(Work(machine, cast.session, None, event, cast.now), None)
    cast.session.flush()
    return cast.session.scalars(select(Notice).where(Notice.event_id == event.id)).all()


def told(cast, kind):
    """Notice → who gets it: organisations and people."""
    found = {}
    for one in notices(cast, kind):
        found.setdefault(one.kind, set()).add(one.organisation_id or -one.person_id)
    return found


def said(cast, kind, notice):
    """The words of one notice."""
    rows = [one for one in notices(cast, kind) if one.kind == notice]
    return " ".join(say(facts_of(cast.session, rows)[rows[0].id], cast.city, "zh").sentences)


def workspace(cast, challenge):
    """An organisation at work on a bid."""
    organisation = cast.organisation()
    row = Workspace(
        access_key=f"{organisation.id:032}",
        challenge_id=challenge.id,
        organisation_id=organisation.id,
        envelope=b"",
        sealed_key=b"",
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def taking_part(cast, challenge):
    """A lead, a member of its consortium, and one who only follows; their keys."""
    row, member, follower = workspace(cast, challenge), cast.organisation(), cast.organisation()
    for key, is_lead in ((row.organisation_id, True), (member.id, False)):
        cast.session.add(
            Participation(
                challenge_id=challenge.id,
                organisation_id=key,
                workspace_id=row.id,
                is_lead=is_lead,
            )
        )
    cast.session.add(
        Follow(
            challenge_id=challenge.id,
            organisation_id=follower.id,
            by_id=cast.person().id,
            at=NOW,
        )
    )
    cast.session.flush()
    return {row.organisation_id, member.id}, follower.id


def end(cast, command, challenge, verb, actor):
    command(
        cast.session, challenge.id, actor=actor, version=None, reason=REASONS[verb], **cast.context
    )


def test_a_call_that_is_handed_in_waits_for_the_office_and_the_joint_organiser(cast):
    office = {-actor.person_id for actor in (cast.lead, *cast.reviewers)}
    cast.under_review()
    assert told(cast, "challenge.submitted") == {"challenge_waiting": office}
    cast.under_review(programme="major_project")
    assert told(cast, "challenge.submitted") == {
        "challenge_waiting": office,
        "challenge_countersign_wanted": {-cast.joint.person_id},
    }


def test_the_owner_and_the_officer_who_wrote_it_hear_what_becomes_of_a_draft(cast):
    both = {cast.owner_organisation.id, -cast.author.person_id}
    cast.approved_call()
    assert told(cast, "challenge.approved") == {"own_challenge_approved": both}
    challenge = cast.drafted()
    end(cast, ending.drop, challenge, "drop", cast.author)
    assert told(cast, "challenge.dropped") == {"own_challenge_dropped": both}
    words = said(cast, "challenge.dropped", "own_challenge_dropped")
    assert "需求已取消或发生重大变化；需求已取消" in words


def test_the_lead_hears_that_a_planned_publication_did_not_come_about(cast):
    challenge = cast.ready()
    publishing.schedule(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=None,
        publish_at=cast.now + timedelta(days=1),
        **cast.context,
    )
    cast.owner_organisation.state = "rejected"
    cast.now += timedelta(days=1)
    publishing.publish_due(cast.session, challenge.id, sealing=cast.sealing, **cast.context)
    assert told(cast, "challenge.publication_missed") == {
        "challenge_publication_missed": {-cast.lead.person_id}
    }


def test_everybody_who_takes_part_or_follows_hears_of_a_change_and_what_it_asks(cast):
    challenge = cast.opened()
    partners, follower = taking_part(cast, challenge)
    amending.amend(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=None,
        fields={"term_months": 10},
        reason="发榜方补充说明",
        **cast.context,
    )
    assert told(cast, "challenge.amended") == {"challenge_amended": partners | {follower}}
    words = said(cast, "challenge.amended", "challenge_amended")
    assert "实施期限" in words
    assert "实质性修改" in words
    # 6 April 2026 is free after 清明: a deadline that is counted falls on a working day.
    assert "2026年4月7日 24:00（北京时间）" in words


def test_a_small_change_asks_nothing(cast):
    challenge = cast.opened()
    taking_part(cast, challenge)
    amending.amend(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=None,
        fields={"title": "轴承座缺陷检测"},
        reason="更正名称",
        **cast.context,
    )
    assert "实质性修改" not in said(cast, "challenge.amended", "challenge_amended")


def test_a_cancelled_call_is_told_with_its_reason_to_all_who_took_part_and_the_owner(cast):
    challenge = cast.opened()
    partners, follower = taking_part(cast, challenge)
    taking_part(cast, cast.opened())
    end(cast, ending.cancel, challenge, "cancel", cast.lead)
    assert told(cast, "challenge.cancelled") == {
        "challenge_cancelled": partners | {follower, cast.owner_organisation.id}
    }
    assert "发榜方生产线停用" in said(cast, "challenge.cancelled", "challenge_cancelled")


def test_who_took_part_in_the_last_round_hears_of_the_next(cast):
    challenge = cast.opened()
    partners, _ = taking_part(cast, challenge)
    challenge.state = "unsealed"
    cast.session.flush()
    ending.fail(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=None,
        reason=REASONS["fail"],
        qualified=1,
        **cast.context,
    )
    made = ending.reopen(
        cast.session, challenge.id, actor=cast.author, version=None, **cast.context
    )
    cast.opened(made)
    assert told(cast, "challenge.published") == {
        "own_challenge_published": {cast.owner_organisation.id},
        "challenge_next_round": partners,
    }
