"""Files of calls: written with the draft, fixed with what is handed in, public with the call."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import erasing, queries
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.challenges import amending, chronicle, ending, review
from scenario_market.domain.errors import IllegalMove, Invalid, NotFound, NotPermitted, RuleRefused
from tests.domain.attachments.papers import PDF
from tests.domain.challenges import cases

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


def test_a_specification_comes_out_with_its_call_and_is_fixed_from_the_hand_in_on(
    cast, attach, sees, remove
):
    call = cast.drafted()
    row = attach("challenge", call.id, "specification", cast.owner)
    with pytest.raises(NotPermitted):
        attach("challenge", call.id, "specification", cast.provider()[1])
    assert sees("challenge", call.id, PUBLIC) is None
    cast.under_review(call)
    for act in (
        lambda: attach("challenge", call.id, "specification", cast.owner),
        lambda: remove(row, cast.owner),
    ):
        with pytest.raises(IllegalMove):
            act()
    review.give_back(
        cast.session,
        call.id,
        actor=cast.reviewers[0],
        version=None,
        reason=cases.REASONS["return"],
        **cast.context,
    )
    remove(row, cast.owner)
    kept = attach("challenge", call.id, "specification", cast.owner)
    cast.opened(call)
    assert sees("challenge", call.id, PUBLIC) == ["specification"]
    assert sees("challenge", call.id, cast.provider()[1]) == ["specification"]
    with pytest.raises(IllegalMove):
        remove(kept, cast.owner)


def test_who_attached_a_file_has_written_in_the_call(cast, attach):
    call = cast.drafted()
    officer = cast.reviewers[0]
    call.source, call.author_id = "office", cast.reviewers[1].person_id
    attach("challenge", call.id, "specification", officer)
    call.state = "under_review"
    with pytest.raises(RuleRefused, match="own_writing"):
        review.approve(cast.session, call.id, actor=officer, version=None, **cast.context)


def amend(cast, call, *files, days=14, actor=None):
    return amending.amend(
        cast.session,
        call.id,
        actor=actor or cast.lead,
        version=None,
        fields={},
        reason="图纸更正",
        closes_on=cast.city.day(call.closes_at) + timedelta(days=days),
        files=[dict(zip(("attachment_id", "replaces"), pair, strict=False)) for pair in files],
        **cast.context,
    )


def names(cast, call, actor=PUBLIC):
    """The files of the call's versions that an actor reads, by version."""
    versions = chronicle.get_versions(cast.session, call.id, actor=actor)
    return {one["number"]: [file["name"] for file in one["attachments"]] for one in versions}


@pytest.fixture
def opened(cast, attach):
    """An open call with a file, and a new version of it that waits for an amendment."""
    call = cast.drafted()
    old = attach("challenge", call.id, "specification", cast.owner)
    cast.opened(call)
    drawing = replace(PDF, name="方案二.pdf", sha256="cd" * 32)
    return call, old, attach("challenge", call.id, "revision", cast.lead, drawing)


def test_an_amendment_brings_a_new_file_and_the_old_one_stays_in_its_versions(cast, sees, opened):
    call, old, new = opened
    before = call.content_number
    amend(cast, call, (new.id, old.id))
    assert (call.content_number, call.reconfirm_number) == (before + 1, before + 1)
    event = cast.events("challenge.amended")[-1][2]
    assert event["fields"] == ["questions_close_at", "closes_at", "attachments"]
    assert event["is_material"] is True
    assert names(cast, call) == {before: ["方案.pdf"], before + 1: ["方案二.pdf"]}
    assert sees("challenge", call.id, PUBLIC) == ["specification"]
    for row in (old, new):
        assert queries.attachment(cast.session, row.id, actor=PUBLIC) is row
    erasing.erase_removed(cast.session, now=cast.now + timedelta(days=999), days=1)
    assert (old.erased_at, old.removed_by_id) == (None, cast.lead.person_id)


def test_what_is_prepared_for_an_amendment_is_read_by_those_inside_alone(
    cast, sees, remove, opened
):
    call, _, new = opened
    assert sees("challenge", call.id, cast.owner) == ["revision", "specification"]
    for actor in (PUBLIC, cast.provider()[1]):
        assert sees("challenge", call.id, actor) == ["specification"]
        with pytest.raises(NotFound):
            queries.attachment(cast.session, new.id, actor=actor)
    amend(cast, call)
    assert set(map(tuple, names(cast, call, cast.owner).values())) == {("方案.pdf",)}
    assert call.reconfirm_number < call.content_number
    remove(new, cast.lead)
    assert sees("challenge", call.id, cast.owner) == ["specification"]


def test_of_an_open_call_the_lead_alone_prepares_files_and_nobody_changes_what_is_out(
    cast, attach, remove, opened
):
    call, old, _ = opened
    for purpose, actor in (
        ("specification", cast.lead),
        ("revision", cast.owner),
        ("specification", cast.owner),
    ):
        with pytest.raises(IllegalMove):
            attach("challenge", call.id, purpose, actor)
    with pytest.raises(IllegalMove):
        remove(old, cast.lead)
    with pytest.raises(IllegalMove):
        attach("challenge", cast.drafted().id, "revision", cast.owner)


def test_a_new_file_needs_a_deadline_that_leaves_time(cast, opened):
    call, old, new = opened
    cast.now = call.closes_at - timedelta(days=2)
    with pytest.raises(RuleRefused, match="unfair_deadline"):
        amend(cast, call, (new.id, old.id), days=0)


def test_an_amendment_names_files_that_are_prepared_and_replaces_what_is_attached(
    cast, attach, opened
):
    call, old, new = opened
    other = attach("challenge", cast.drafted().id, "specification", cast.owner)
    for pairs, faults in (
        ([(old.id, None)], [("files.0.attachment_id", "unknown")]),
        ([(other.id, 0)], [("files.0.attachment_id", "unknown"), ("files.0.replaces", "unknown")]),
        ([(new.id, new.id)], [("files.0.replaces", "repeated")]),
        (
            [(new.id, old.id)] * 2,
            [("files.1.attachment_id", "repeated"), ("files.1.replaces", "repeated")],
        ),
    ):
        with pytest.raises(Invalid) as refused:
            amend(cast, call, *pairs)
        assert [(one.field, one.rule) for one in refused.value.errors] == faults
    assert (old.removed_at, new.purpose) == (None, "revision")


def test_the_next_round_begins_with_the_files_of_the_last_and_each_goes_on_with_its_own(
    cast, attach, sees, remove, opened
):
    call, old, new = opened
    amend(cast, call, (new.id, old.id))
    attach("challenge", call.id, "revision", cast.lead)
    call.state = "unsealed"
    cast.session.flush()
    ending.fail(
        cast.session,
        call.id,
        actor=cast.lead,
        version=None,
        reason=cases.REASONS["fail"],
        qualified=0,
        **cast.context,
    )
    made = ending.reopen(cast.session, call.id, actor=cast.author, version=None, **cast.context)
    query = select(Attachment).where(Attachment.subject_id == made.id)
    (carried,) = cast.session.scalars(query.where(Attachment.subject_kind == "challenge"))
    assert (carried.stored_as, carried.name, carried.sha256) == (
        new.stored_as,
        new.name,
        new.sha256,
    )
    assert cast.events("attachment.added")[-1][1] == carried.id
    remove(carried, cast.author)
    assert sees("challenge", call.id, PUBLIC) == ["specification"]
    attach("challenge", made.id, "specification", cast.author)
    cast.opened(made)
    assert names(cast, made) == {made.content_number: ["方案.pdf"]}
