"""Who may attach, read, take over and remove a need's files, and how many; rivals find nothing."""

import pytest
from sqlalchemy import insert

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import attaching, erasing, queries
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.attachments.subjects import SUBJECTS
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
    TooMany,
)
from tests import factories
from tests.domain.attachments.papers import PDF, PNG, WATCHER
from tests.domain.demands import cases
from tests.factories import NOW


def test_every_subject_has_purposes_and_every_purpose_a_subject():
    assert set(SUBJECTS) == set(PURPOSES)


def test_a_draft_s_files_are_for_its_owner_and_the_office_alone(cast, attach, sees):
    demand = cast.draft()
    attach("demand", demand.id, "material", cast.owner)
    attach("demand", demand.id, "photo", cast.owner, PNG)
    _, rival = cast.provider()
    watcher = factories.officer(cast.person(), *WATCHER)
    for actor in (cast.owner, cast.reviewers[0], cast.lead, watcher):
        assert sees("demand", demand.id, actor) == ["material", "photo"]
    for actor in (rival, PUBLIC):
        assert sees("demand", demand.id, actor) is None


def test_a_listed_demand_shows_everybody_its_material_and_never_its_photographs(cast, attach, sees):
    demand = cast.draft()
    attach("demand", demand.id, "material", cast.owner)
    photo = attach("demand", demand.id, "photo", cast.owner, PNG)
    demand.state, demand.number = "listed", "WH-XQ-2026-9001"
    demand.listed_at = demand.closes_at = NOW
    cast.session.flush()
    _, rival = cast.provider()
    for actor in (rival, PUBLIC):
        assert sees("demand", demand.id, actor) == ["material"]
        with pytest.raises(NotFound):
            queries.attachment(cast.session, photo.id, actor=actor)
    demand.state = "withdrawn"
    cast.session.flush()
    assert sees("demand", demand.id, PUBLIC) is None


def test_a_photograph_that_the_owner_takes_over_is_public_with_the_need(cast, attach, sees):
    demand = cast.draft()
    photo = attach("demand", demand.id, "photo", cast.owner, PNG)
    paper = attach("demand", demand.id, "material", cast.owner)
    attaching.adopt(cast.session, photo.id, version=None, actor=cast.owner, now=NOW)
    assert photo.purpose == "material"
    assert len(cast.events("attachment.adopted")) == 1
    with pytest.raises(RuleRefused, match="not_adoptable"):
        attaching.adopt(cast.session, paper.id, version=None, actor=cast.owner, now=NOW)
    with pytest.raises(NotFound):
        attaching.adopt(cast.session, photo.id, version=None, actor=cast.provider()[1], now=NOW)


def test_what_is_handed_in_keeps_its_files(cast, attach, remove):
    demand = cast.draft()
    row = attach("demand", demand.id, "material", cast.owner)
    cases.drafting.submit(cast.session, demand.id, actor=cast.owner, version=None, **cast.context)
    with pytest.raises(IllegalMove):
        attach("demand", demand.id, "material", cast.owner)
    with pytest.raises(IllegalMove):
        remove(row, cast.owner)


def test_only_who_may_write_attaches(cast, attach):
    demand = cast.draft()
    rival_organisation = cast.organisation()
    rival = factories.owner_of(rival_organisation, cast.person())
    for actor in (rival, cast.provider()[1], cast.reviewers[0]):
        with pytest.raises((NotFound, NotPermitted)):
            attach("demand", demand.id, "material", actor)


def test_an_addition_and_a_removal_leave_events_and_the_row(cast, attach, remove, sees):
    demand = cast.draft()
    row = attach("demand", demand.id, "material", cast.owner)
    (added,) = cast.events("attachment.added")
    assert added[1] == row.id
    assert added[2] == {
        "of_kind": "demand",
        "of_id": demand.id,
        "purpose": "material",
        "media_type": PDF.media_type,
        "size_bytes": 9,
        "sha256": PDF.sha256,
    }
    remove(row, cast.owner)
    (removed,) = cast.events("attachment.removed")
    assert removed[2] == {"of_kind": "demand", "of_id": demand.id, "purpose": "material"}
    assert cast.session.get(Attachment, row.id).removed_at == NOW
    assert sees("demand", demand.id, cast.owner) == []
    assert queries.named(cast.session, [PDF.stored_as, "other"]) == {PDF.stored_as}
    with pytest.raises(NotFound):
        remove(row, cast.owner)


def test_a_subject_takes_so_many_files_and_no_more(cast, attach, remove, monkeypatch):
    monkeypatch.setitem(cast.city.policy["attachment"], "per_subject", 2)
    demand, other = cast.draft(), cast.draft()
    rows = [attach("demand", demand.id, "material", cast.owner) for _ in range(2)]
    with pytest.raises(RuleRefused, match="attachments_full"):
        attach("demand", demand.id, "material", cast.owner)
    attach("demand", other.id, "material", cast.owner)
    remove(rows[0], cast.owner)
    attach("demand", demand.id, "material", cast.owner)


def test_files_that_are_removed_and_not_yet_erased_take_room(cast, attach, remove, monkeypatch):
    monkeypatch.setitem(cast.city.policy["attachment"], "kept_per_subject", 2)
    demand = cast.draft()
    for _ in range(2):
        remove(attach("demand", demand.id, "material", cast.owner), cast.owner)
    with pytest.raises(RuleRefused, match="attachments_kept"):
        attach("demand", demand.id, "material", cast.owner)
    erasing.erase_removed(cast.session, now=NOW, days=0)
    attach("demand", demand.id, "material", cast.owner)


def test_a_purpose_takes_its_own_kinds_of_file_of_those_that_the_city_allows(
    cast, attach, monkeypatch
):
    demand = cast.draft()
    for purpose, upload in (("photo", PDF), ("voice", PNG)):
        with pytest.raises(Invalid):
            attach("demand", demand.id, purpose, cast.owner, upload)
    with pytest.raises(Invalid) as caught:
        attach("demand", demand.id, "licence", cast.owner)
    assert caught.value.errors[0].field == "purpose"
    monkeypatch.setitem(cast.city.policy["attachment"], "kinds", ["image/png"])
    with pytest.raises(Invalid):
        attach("demand", demand.id, "material", cast.owner)


def test_returned_needs_take_files_again(cast, attach):
    demand = cast.in_review()
    cases.review.give_back(
        cast.session,
        demand.id,
        actor=cast.reviewers[0],
        version=None,
        reason=cases.REASONS["return"],
        **cast.context,
    )
    attach("demand", demand.id, "material", cast.owner)


def test_a_person_sends_so_many_files_a_day_and_removing_them_makes_no_room(cast, attach):
    most = cast.city.policy["attachment"]["per_person_and_day"]
    rows = [
        {"subject_kind": "demand", "subject_id": 10**6 + n, "purpose": "material", "name": "a.pdf"}
        | {"media_type": "application/pdf", "size_bytes": 9, "sha256": "ab" * 32, "stored_as": "x"}
        | {"uploaded_by_id": cast.owner.person_id, "created_at": NOW, "removed_at": NOW}
        for n in range(most)
    ]
    demand = cast.draft()
    attach("demand", demand.id, "material", cast.owner)
    cast.session.execute(insert(Attachment), rows[:-1])
    with pytest.raises(TooMany) as refused:
        attach("demand", demand.id, "material", cast.owner)
    assert refused.value.rule == "too_many_files"
    assert refused.value.params["wait_seconds"] <= 86_401
