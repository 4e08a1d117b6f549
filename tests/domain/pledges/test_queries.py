"""Who reads a pledge, what its versions tell, and what anybody may check by the code on the paper."""

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import attaching
from scenario_market.domain.attachments import queries as attachments
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import IllegalMove, Invalid, NotFound, NotSignedIn, RuleRefused
from scenario_market.domain.pledges import issuing, queries
from tests import factories
from tests.domain.pledges.cases import pledge_in

SCAN = Upload("盖章.pdf", "application/pdf", 9, "ab" * 32, "ab/ab/" + "ab" * 32)
PAPER = Upload("军令状.pdf", "application/pdf", 9, "cd" * 32, "cd/cd/" + "cd" * 32)


def issued(cast):
    pledge = cast.signed()
    issuing.issue(cast.session, pledge.id, paper=PAPER, now=cast.now)
    return pledge


def test_its_parties_office_and_watch_read_a_pledge_and_others_find_nothing(cast):
    partner = cast.organisation(name="联合单位")
    pledge = cast.begun(members=[partner])
    watcher = factories.officer(cast.person(), "auditor")
    stranger = cast.signing(cast.organisation(name="别家"), "offers", "demands")
    readers = [
        cast.winner,
        cast.signatory,
        cast.signing(partner, "offers"),
        cast.lead,
        cast.reviewers[0],
        watcher,
    ]
    for actor in readers:
        shown = queries.get_pledge(cast.session, pledge.id, actor=actor)
        assert shown["document"]["code"] == pledge.check_code
        assert queries.list_pledges(cast.session, actor=actor).rows
    with pytest.raises(NotFound):
        queries.get_pledge(cast.session, pledge.id, actor=stranger)
    assert queries.list_pledges(cast.session, actor=stranger).rows == []
    with pytest.raises(NotSignedIn):
        queries.get_pledge(cast.session, pledge.id, actor=PUBLIC)


def test_pledges_are_listed_by_state_and_call(cast):
    first, second = cast.begun(), pledge_in(cast, "forfeited")
    found = queries.list_pledges(cast.session, actor=cast.lead, state="forfeited").rows
    assert [row["id"] for row in found] == [second.id]
    found = queries.list_pledges(
        cast.session, actor=cast.lead, challenge_id=first.challenge_id
    ).rows
    assert [row["id"] for row in found] == [first.id]


def test_versions_show_changes_reasons_and_who_agreed(cast):
    pledge = cast.begun()
    cast.propose(pledge, "owner", special_terms="每月例会")
    cast.agree(pledge, "office", reason="同意")
    newest, first = queries.list_versions(cast.session, pledge.id, actor=cast.winner).rows
    assert newest["changed"][0]["field"] == "special_terms"
    assert [one["party"] for one in newest["agreements"]] == ["owner", "office"]
    assert (first["number"], first["party"], first["agreements"]) == (1, None, [])


def test_a_signed_pledge_is_verified_by_its_code_and_tells_no_person_and_no_text(cast):
    pledge = issued(cast)
    shown = queries.verification(cast.session, pledge.check_code.lower())
    assert shown["sha256"] == pledge.sha256
    assert shown["provider"]["name"] == "测试揭榜单位"
    assert [(one["party"], one["form"]) for one in shown["signatures"]] == [
        ("provider", "platform"),
        ("owner", "platform"),
        ("office", "platform"),
    ]
    assert not {"person_id", "name", "document", "canonical"} & {
        *shown,
        *(key for one in shown["signatures"] for key in one),
    }


def test_the_owner_of_a_desensitised_call_is_not_told_by_the_code(cast):
    pledge = issued(cast)
    challenge = cast.session.get(Challenge, pledge.challenge_id)
    assert queries.verification(cast.session, pledge.check_code)["owner"]["name"] == "测试需求单位"
    challenge.is_desensitised = True
    assert queries.verification(cast.session, pledge.check_code)["owner"] is None


def test_one_altered_byte_is_not_the_paper_that_was_issued(cast):
    pledge = issued(cast)
    code = pledge.check_code
    assert queries.compare(cast.session, code, sha256=PAPER.sha256)["is_genuine"]
    assert not queries.compare(cast.session, code, sha256="ce" + PAPER.sha256[2:])["is_genuine"]


@pytest.mark.parametrize("state", ["negotiating", "signing", "forfeited", "void"])
def test_what_is_not_signed_is_not_verified(cast, state):
    pledge = pledge_in(cast, state)
    for ask in (
        lambda: queries.verification(cast.session, pledge.check_code),
        lambda: queries.compare(cast.session, pledge.check_code, sha256="00" * 32),
        lambda: queries.verification(cast.session, "AAAA-AAAA-AAAA-AAAA"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_paper_is_issued_once(cast):
    pledge = issued(cast)
    assert issuing.sheet(cast.session, pledge.id) is None
    other = Upload("x.pdf", "application/pdf", 9, "ee" * 32, "ee/ee/" + "ee" * 32)
    assert issuing.issue(cast.session, pledge.id, paper=other, now=cast.now) is None
    assert pledge.issued_sha256 == PAPER.sha256
    assert [kind for kind, _, _ in cast.events("pledge.issued")] == ["pledge.issued"]


def test_the_paper_is_made_from_the_text_and_the_signatures_that_hold(cast):
    pledge = cast.signed()
    sheet = issuing.sheet(cast.session, pledge.id)
    assert sheet.sha256 == pledge.sha256
    assert [one.party for one, _ in sheet.signatures] == ["provider", "owner", "office"]
    assert all(name for _, name in sheet.signatures)
    assert issuing.sheet(cast.session, cast.begun().id) is None


def attach(cast, pledge, actor, purpose="scan"):
    return attaching.attach(
        cast.session,
        "pledge",
        pledge.id,
        purpose=purpose,
        upload=SCAN,
        actor=actor,
        **cast.context,
    )


def test_a_party_attaches_its_scan_and_both_sides_read_it(cast):
    pledge = cast.settled()
    row = attach(cast, pledge, cast.signatory)
    for actor in (cast.winner, cast.lead):
        found = attachments.attachments(cast.session, "pledge", pledge.id, actor=actor).rows
        assert [one.id for one in found] == [row.id]
    with pytest.raises(NotFound):
        attach(cast, pledge, cast.owner)  # who may not sign brings no scan
    with pytest.raises(Invalid):
        attach(cast, pledge, cast.signatory, purpose="paper")  # issued by the platform alone


def test_a_scan_that_was_signed_by_stays_and_after_signing_none_comes_in(cast):
    pledge = cast.settled()
    row = attach(cast, pledge, cast.signatory)
    cast.sign(pledge, "owner", form="scan", attachment_id=row.id)
    with pytest.raises(RuleRefused, match="attachment_in_use"):
        attaching.remove(cast.session, row.id, version=None, actor=cast.signatory, now=cast.now)
    with pytest.raises(IllegalMove):
        attach(cast, pledge_in(cast, "signed"), cast.signatory)


def test_a_pledge_whose_call_was_cancelled_just_now_is_neither_changed_nor_signed(cast):
    pledge = cast.settled()
    challenge = cast.session.get(Challenge, pledge.challenge_id)
    challenge.state = "cancelled"
    cast.session.flush()
    with pytest.raises(IllegalMove):
        cast.sign(pledge, "owner")
    with pytest.raises(IllegalMove):
        cast.propose(pledge, special_terms="太迟")
