"""The files of a version stay as they were when it was frozen; of what is removed only the rest loses its bytes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scenario_market.domain import models
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import attaching, erasing, queries
from scenario_market.domain.attachments.models import Attachment, Upload
from scenario_market.domain.demands import amending, chronicle, drafting, list_queries, review
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import IllegalMove, NotFound
from tests.domain.demands import cases
from tests.domain.demands.cases import REASONS
from tests.factories import NOW

PDF = Upload("方案.pdf", "application/pdf", 9, "ab" * 32, "ab/ab/" + "ab" * 32)
PNG = replace(PDF, name="现场.png", media_type="image/png", sha256="cd" * 32)
MONTH = timedelta(days=30)


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


@pytest.fixture
def attach(cast):
    def do(demand, purpose="material", upload=PDF):
        return attaching.attach(
            cast.session,
            "demand",
            demand.id,
            purpose=purpose,
            upload=upload,
            actor=cast.owner,
            **cast.context,
        )

    return do


def remove(cast, row, at=NOW):
    return attaching.remove(cast.session, row.id, version=None, actor=cast.owner, now=at)


def in_versions(cast, demand, actor):
    """Names of the files of each version, as an actor reads them."""
    found = chronicle.get_versions(cast.session, demand.id, actor=actor, city=cast.city)
    return {one["number"]: [file["name"] for file in one["attachments"]] for one in found}


def returned(cast, demand):
    review.begin(cast.session, demand.id, actor=cast.reviewers[0], version=None, **cast.context)
    review.give_back(
        cast.session,
        demand.id,
        actor=cast.reviewers[0],
        version=None,
        reason=REASONS["return"],
        **cast.context,
    )


def submit(cast, demand):
    drafting.submit(cast.session, demand.id, actor=cast.owner, version=None, **cast.context)


def listed(cast, demand):
    """The way of a draft that was handed in into a list."""
    review.begin(cast.session, demand.id, actor=cast.reviewers[0], version=None, **cast.context)
    for officer in cast.reviewers[:2]:
        review.approve(cast.session, demand.id, actor=officer, version=None, **cast.context)
    cast.clear(demand)
    return cast.published(demand)


def test_each_version_holds_the_files_that_were_attached_then(cast, attach):
    demand = cast.draft()
    first = attach(demand)
    submit(cast, demand)
    returned(cast, demand)
    remove(cast, first)
    attach(demand, upload=replace(PDF, name="新方案.pdf"))
    submit(cast, demand)
    assert in_versions(cast, demand, cast.owner) == {1: ["方案.pdf"], 2: ["新方案.pdf"]}
    kept = queries.attachment(cast.session, first.id, actor=cast.reviewers[0])
    assert kept.stored_as == PDF.stored_as
    for stranger in (PUBLIC, cast.provider()[1]):
        with pytest.raises(NotFound):
            queries.attachment(cast.session, first.id, actor=stranger)


def test_a_removed_file_that_no_version_holds_is_read_by_nobody(cast, attach):
    demand = cast.draft()
    row = attach(demand)
    remove(cast, row)
    submit(cast, demand)
    for actor in (cast.owner, cast.lead, PUBLIC):
        with pytest.raises(NotFound):
            queries.attachment(cast.session, row.id, actor=actor)


def test_a_published_list_shows_the_files_of_its_frozen_version_and_to_the_public_no_photograph(
    cast, attach
):
    demand = cast.draft()
    row = attach(demand)
    attach(demand, "photo", PNG)
    submit(cast, demand)
    published = listed(cast, demand)

    def shown(actor):
        whole = list_queries.get_list(cast.session, published.id, actor=actor, city=cast.city)
        return [file["name"] for file in whole["items"][0]["attachments"]]

    assert shown(PUBLIC) == ["方案.pdf"]
    assert shown(cast.lead) == ["方案.pdf", "现场.png"]
    with pytest.raises(IllegalMove):  # what came out stays out
        remove(cast, row)
    fields = {"place": "三号厂房"}
    words = {"version": None, **cast.context}
    amending.amend(cast.session, demand.id, actor=cast.owner, fields=fields, reason="调整", **words)
    amending.confirm(cast.session, demand.id, actor=cast.reviewers[0], **words)
    assert in_versions(cast, demand, PUBLIC) == {1: ["方案.pdf"], 2: ["方案.pdf"]}
    assert shown(PUBLIC) == ["方案.pdf"]


def test_a_photograph_that_became_material_later_stays_inside_in_the_version_before(cast, attach):
    demand = cast.draft()
    row = attach(demand, "photo", PNG)
    submit(cast, demand)
    returned(cast, demand)
    attaching.adopt(cast.session, row.id, version=None, actor=cast.owner, now=NOW)
    submit(cast, demand)
    found = chronicle.get_versions(cast.session, demand.id, actor=cast.owner, city=cast.city)
    assert [one["attachments"][0]["purpose"] for one in found] == ["photo", "material"]


def erase(cast, after=MONTH, days=30):
    found = erasing.erase_removed(cast.session, now=NOW + after, days=days)
    cast.session.flush()
    return found


def named(cast, row):
    return queries.named(cast.session, [row.stored_as]) == {row.stored_as}


def test_a_removed_file_is_erased_after_its_days_and_its_row_says_what_who_and_when(cast, attach):
    row = attach(cast.draft())
    remove(cast, row)
    assert erase(cast, after=MONTH - timedelta(seconds=1)) == 0
    assert named(cast, row)
    assert erase(cast) == 1
    assert erase(cast) == 0
    assert not named(cast, row)
    cast.session.expire(row)
    assert (row.sha256, row.size_bytes, row.name) == (PDF.sha256, 9, "")
    assert (row.uploaded_by_id, row.removed_by_id) == (cast.owner.person_id,) * 2
    assert (row.removed_at, row.erased_at) == (NOW, NOW + MONTH)
    (event,) = cast.events("attachment.erased")
    assert event[1:] == (
        row.id,
        {
            "of_kind": "demand",
            "of_id": row.subject_id,
            "purpose": "material",
            "sha256": PDF.sha256,
        },
    )


def test_a_file_of_a_version_keeps_its_bytes_for_ever(cast, attach):
    demand = cast.draft()
    row = attach(demand)
    submit(cast, demand)
    returned(cast, demand)
    remove(cast, row)
    assert erase(cast, after=timedelta(days=9999)) == 0
    assert named(cast, row)
    assert queries.attachment(cast.session, row.id, actor=cast.owner).name == "方案.pdf"


def test_the_same_content_attached_elsewhere_keeps_its_bytes(cast, attach):
    row, other = attach(cast.draft()), attach(cast.draft())
    remove(cast, row)
    assert erase(cast) == 1
    assert named(cast, other)


def test_a_file_that_is_attached_is_never_erased(cast, attach):
    row = attach(cast.draft())
    assert erase(cast, days=0) == 0
    assert row.erased_at is None


def test_everything_that_names_a_file_is_asked_before_it_is_erased():
    naming = {
        f"{key.parent.table.name}.{key.parent.name}"
        for table in models.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is Attachment.__table__
    }
    asked = {f"{c.class_.__tablename__}.{c.key}" for c in erasing.HOLDERS}
    assert asked == naming


def test_the_clock_comes_again_tomorrow_and_at_once_where_there_is_more(cast, attach, monkeypatch):
    rows = [attach(cast.draft()) for _ in range(3)]
    for row in rows:
        remove(cast, row)
    monkeypatch.setattr(erasing, "BATCH", 2)
    monkeypatch.setattr(erasing.erase_removed, "__kwdefaults__", {"limit": 2})
    due = []
    for step in range(2):
        now = NOW + MONTH + timedelta(seconds=step)
        erasing.fire(cast.session, 0, now=now, city=cast.city, days=30)
        cast.session.flush()
        (row,) = cast.session.query(models.deadlines.Deadline).filter_by(kind=erasing.DEADLINE)
        due.append(row.due_at - now)
    assert due[0] == timedelta(seconds=1)
    assert due[1] > timedelta(hours=1)
    assert cast.session.query(Attachment).filter(Attachment.erased_at.is_(None)).count() == 0


def test_a_file_taken_away_while_its_need_is_handed_in_is_in_the_version_or_gone(
    database, city, at_once
):
    """Either order is right; what must not be is a version that holds a file whose bytes may be erased."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        demand = cast.draft()
        row = attaching.attach(
            session,
            "demand",
            demand.id,
            purpose="material",
            upload=PDF,
            actor=cast.owner,
            **cast.context,
        )
        key, file, owner = demand.id, row.id, cast.owner
    at_once(
        lambda s: drafting.submit(s, key, actor=owner, version=None, now=NOW, city=city).demand.id,
        lambda s: attaching.remove(s, file, version=None, actor=owner, now=NOW).id,
    )
    with database.unit_of_work() as session:
        erased = erasing.erase_removed(session, now=NOW, days=0)
    with database.reading() as session:
        assert session.get_one(Demand, key).content_number == 1
        (version,) = chronicle.get_versions(session, key, actor=owner, city=city)
        removed = session.get_one(Attachment, file).removed_at is not None
        held = [one["id"] for one in version["attachments"]]
        assert (held, removed, erased) in (([file], False, 0), ([], True, 1))
