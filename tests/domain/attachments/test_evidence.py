"""What a decision rested on stays: nobody takes it away while it counts, and its bytes are kept for good."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.attachments import attaching, erasing, queries
from scenario_market.domain.attachments.models import Attachment, Evidence, Upload
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.imports import intake
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import organisations
from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.providers import admission
from scenario_market.domain.providers.models import Credential, Provider
from tests import factories
from tests.desk import Desk
from tests.domain.demands import cases
from tests.domain.demands.test_importing import LIST
from tests.factories import NOW

PDF = Upload("材料.pdf", "application/pdf", 9, "ab" * 32, "ab/ab/" + "ab" * 32)
MONTH = timedelta(days=30)
REVOKED = Reason("own_request", "单位申请")


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


@pytest.fixture
def attach(cast):
    def do(kind, subject_id, purpose, actor=None):
        return attaching.attach(
            cast.session, kind, subject_id, purpose=purpose, upload=PDF,
            actor=actor or cast.owner, **cast.context,
        )  # fmt: skip

    return do


@pytest.fixture
def remove(cast):
    def do(row, actor=None):
        words = {"version": None, "actor": actor or cast.owner, "now": NOW}
        return attaching.remove(cast.session, row.id, **words)

    return do


@pytest.fixture
def decide(cast):
    """A decision of the office on the owner's organisation."""

    def do(command, **more):
        cast.session.flush()
        key = cast.owner_organisation.id
        words = {"organisation_id": key, "version": None, "actor": cast.reviewers[0]}
        return command(cast.session, **words, **more, **cast.context)

    return do


@pytest.fixture
def papers(cast, attach):
    """The licence of the owner's organisation, which waits to be verified, and its manager's letter."""
    organisation = cast.owner_organisation
    organisation.state = "unverified"
    mandate = factories.mandate(cast.session, organisation.id, cast.owner.person_id)
    found = (
        attach("organisation", organisation.id, "licence"),
        attach("mandate", mandate.id, "authorisation"),
    )
    organisation.state = "pending"
    cast.session.flush()
    return found


def erase(cast):
    found = erasing.erase_removed(cast.session, now=NOW + MONTH, days=30)
    cast.session.flush()
    return found


def test_nothing_is_taken_away_while_the_office_looks_at_it(papers, remove):
    for paper in papers:
        with pytest.raises(RuleRefused, match="attachment_decided"):
            remove(paper)


def test_what_the_office_verified_by_stays_and_a_new_one_stands_beside_it(
    cast, papers, attach, remove, decide
):
    decide(organisations.verify)
    for paper in papers:
        with pytest.raises(RuleRefused, match="attachment_decided"):
            remove(paper)
    new = attach("mandate", papers[1].subject_id, "authorisation")
    mandate = cast.session.get_one(Mandate, papers[1].subject_id)
    assert mandate.attachment_id == new.id
    remove(new)  # nobody decided by it
    assert mandate.attachment_id == papers[1].id


def test_each_decision_names_the_files_that_lay_before_it(cast, papers, decide):
    decide(organisations.verify)
    decide(organisations.revoke, reason=REVOKED)
    query = select(StateChange.verb, Evidence.attachment_id).join(
        StateChange, StateChange.id == Evidence.state_change_id
    )
    assert sorted(map(tuple, cast.session.execute(query))) == sorted(
        (verb, paper.id) for verb in ("verify", "revoke") for paper in papers
    )


def test_a_licence_that_counts_no_more_goes_out_of_sight_but_keeps_its_bytes(
    cast, papers, remove, decide
):
    decide(organisations.verify)
    decide(organisations.revoke, reason=REVOKED)
    licence, _ = papers
    remove(licence)
    assert erase(cast) == 0
    assert queries.named(cast.session, [licence.stored_as]) == {licence.stored_as}
    assert queries.attachment(cast.session, licence.id, actor=cast.lead) is licence
    with pytest.raises(NotFound):
        queries.attachment(cast.session, licence.id, actor=cast.owner)


def test_what_nobody_decided_by_is_taken_away_and_erased(cast, attach, remove):
    row = attach("organisation", cast.owner_organisation.id, "licence")
    remove(row)
    assert erase(cast) == 1


def test_a_scan_that_an_officer_saw_keeps_its_bytes_when_its_credential_is_gone(
    cast, attach, remove
):
    organisation, keeper = cast.provider()
    row = Provider(organisation_id=organisation.id, created_at=NOW, updated_at=NOW)
    cast.session.add(row)
    cast.session.flush()
    scans = [attach("provider", row.id, "credential", keeper) for _ in range(2)]
    held = [
        Credential(provider_id=row.id, kind="honour", code=code, attachment_id=scan.id)
        for code, scan in zip(("high_tech", "gazelle"), scans, strict=True)
    ]
    cast.session.add(held[0])
    remove(scans[1], keeper)
    row.state = "applied"
    cast.session.flush()
    admission.review(cast.session, row.id, version=None, actor=cast.reviewers[0], now=NOW)
    cast.session.delete(held[0])
    row.state = "draft"
    cast.session.flush()
    remove(scans[0], keeper)
    assert erase(cast) == 1  # the one that was gone before anybody looked
    assert cast.session.get_one(Attachment, scans[0].id).erased_at is None


def test_the_files_of_imports_that_are_done_lose_bytes_and_name_and_keep_row_and_hash(
    database, tmp_path, city
):
    office = Desk(database, tmp_path, city, "demands", list_title="第一批")
    done, looked_at = office.bring(LIST, mode="good"), office.bring(LIST, mode="check")
    waits = office.hand_in(LIST)

    def erased(after):
        with database.unit_of_work() as session:
            found = erasing.erase_due(session, now=done.updated_at + after, days=30)
        return found[0]

    assert erased(MONTH - timedelta(seconds=1)) == 0
    assert erased(MONTH + timedelta(hours=1)) == 2
    assert erased(MONTH + timedelta(hours=1)) == 0
    rows = dict(office.read(select(Attachment.subject_id, Attachment).order_by(Attachment.id)))
    assert [rows[one.id].name for one in (done, looked_at)] == ["", ""]
    assert rows[done.id].sha256 == rows[waits].sha256
    assert rows[waits].erased_at is None  # a worker is to read it
    words = {"mode": "good", "version": None, "actor": office.actor, "now": NOW}
    with database.unit_of_work() as session, pytest.raises(RuleRefused, match="file_erased"):
        intake.ask_commit(session, looked_at.id, **words)
