"""Signing: a proven person, over the hash that was shown, in one of three forms; the last signature completes."""

import base64

import pytest

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import sign_in
from scenario_market.domain.parties.models import Person
from scenario_market.domain.pledges import beginning, document, negotiating
from scenario_market.domain.pledges.seals import SealRefused
from scenario_market.domain.pledges.states import PledgeState
from scenario_market.domain.projects.models import Project
from scenario_market.vault.seals import CmsSeals
from scenario_market.vault.signing import verified
from tests.domain.pledges.cases import CODE_KEY, pledge_in
from tests.vault.authority import Authority

REFUSAL = Reason("seal_unclear", "印章边缘不清，请重新扫描")


def test_three_signatures_complete_the_pledge_and_everything_that_follows(cast):
    pledge = cast.signed()
    assert (pledge.state, pledge.signed_at) == (PledgeState.SIGNED, cast.now)
    bid = cast.session.get(Bid, pledge.bid_id)
    challenge = cast.session.get(Challenge, pledge.challenge_id)
    project = cast.session.get(Project, pledge.project_id)
    assert (bid.state, challenge.state, project.state) == ("pledged", "in_delivery", "active")
    assert [one["target"] for one in project.terms["metrics"]] == [0.3, 72]
    assert cast.session.query(Deadline).filter_by(kind=beginning.DUE).count() == 0
    kinds = [kind for kind, _, _ in cast.events()]
    for kind in ("pledge.signed", "bid.pledged", "challenge.pledged", "challenge.delivery_begun"):
        assert kinds.count(kind) == 1


def test_the_project_begins_with_what_was_agreed_not_with_what_was_bid(cast):
    pledge = cast.begun()
    cast.propose(pledge, metrics__miss_rate__value=0.25)
    cast.sign_all(cast.agree(pledge, "owner", "office"))
    project = cast.session.get(Project, pledge.project_id)
    assert project.terms["metrics"][0]["target"] == 0.25


def test_each_signature_is_stamped_by_the_platform_over_hash_person_and_time(cast):
    pledge = cast.signed()
    rows = cast.signatures(pledge)
    assert {row.party for row in rows} == {"provider", "owner", "office"}
    for row in rows:
        said = document.read(row.statement)
        assert (said["document"], said["person"]) == (pledge.sha256, row.person_id)
        assert verified(row.public_key, row.statement.encode(), row.stamp)
        other = row.statement.replace(pledge.sha256, "0" * 64)
        assert not verified(row.public_key, other.encode(), row.stamp)


def test_a_changed_document_is_not_signed(cast):
    pledge = cast.settled()
    shown = pledge.sha256
    cast.propose(pledge, "owner", special_terms="悄悄加一条")
    cast.agree(pledge, "provider", "office")
    with pytest.raises(RuleRefused) as refused:
        cast.sign(pledge, "provider", shown=shown)
    assert refused.value.rule == "document_changed"
    assert refused.value.params == {"shown": shown, "current": pledge.sha256}


def test_a_text_that_was_altered_in_the_database_is_not_signed(cast):
    pledge = cast.settled()
    version = negotiating.version_of(cast.session, pledge)
    version.canonical = version.canonical.replace("100000001", "100000002", 1)
    cast.session.flush()
    with pytest.raises(RuleRefused, match="document_changed"):
        cast.sign(pledge, "owner")


def test_a_wrong_password_is_refused_and_counted(cast):
    pledge = cast.settled()
    outcome = cast.sign(pledge, "owner", password="不对")
    assert (outcome.refused, outcome.pledge) == ("wrong_proof", None)
    assert cast.session.get(Person, cast.signatory.person_id).password_failures == 1
    assert cast.signatures(pledge) == []


def test_too_many_wrong_passwords_block_the_right_one_for_a_while(cast):
    pledge = cast.settled()
    for _ in range(cast.city.policy["account"]["password_failures"]):
        cast.sign(pledge, "owner", password="不对")
    assert cast.sign(pledge, "owner").refused == "wrong_proof"
    cast.later(minutes=cast.city.policy["account"]["password_block_minutes"] + 1)
    assert cast.sign(pledge, "owner").refused is None


def test_a_fresh_one_time_code_proves_too_and_is_good_once(cast):
    pledge = cast.settled()
    sent = []
    person = cast.session.get(Person, cast.signatory.person_id)
    sign_in.send_code(
        cast.session,
        mobile_text=person.mobile,
        send=lambda mobile, code, minutes: sent.append(code),
        key=CODE_KEY,
        **cast.context,
    )
    assert cast.sign(pledge, "owner", code="000000x").refused == "wrong_proof"
    assert cast.sign(pledge, "owner", code=sent[0]).refused is None
    cast.propose(pledge, "provider", special_terms="再改")
    cast.agree(pledge, "owner", "office")
    assert cast.sign(pledge, "owner", code=sent[0]).refused == "wrong_proof"


def test_an_api_token_signs_nothing(cast):
    pledge = cast.settled()
    holder = cast.signatory
    actor = Actor(
        holder.person_id,
        holder.roles,
        holder.mandates,
        token_scopes=frozenset({"pledge.sign", "pledge.read"}),
    )
    with pytest.raises(NotPermitted, match="needs_session"):
        cast.sign(pledge, "owner", actor=actor)


def test_without_the_scope_to_sign_nobody_signs_for_his_organisation(cast):
    pledge = cast.settled()
    with pytest.raises(NotPermitted, match="scope_missing"):
        cast.sign(pledge, "owner", actor=cast.owner)


def test_the_office_signs_by_its_lead(cast):
    pledge = cast.settled()
    lead_and_reviewer = cast.reviewers[0]
    with pytest.raises(NotPermitted):
        cast.sign(pledge, "office", actor=lead_and_reviewer)


def test_a_party_signs_once_and_one_person_signs_for_one_party(cast):
    pledge = cast.settled()
    cast.sign_all(pledge, "owner")
    with pytest.raises(AlreadyDone, match="signed_already"):
        cast.sign(pledge, "owner")
    both = Actor(
        cast.signatory.person_id,
        frozenset({"provider"}),
        {cast.winner_organisation.id: frozenset({"offers", "sign"})},
    )
    with pytest.raises(RuleRefused, match="signed_for_another_party"):
        cast.sign(pledge, "provider", actor=both)


def test_what_is_still_negotiated_or_over_is_not_signed(cast):
    for pledge in (cast.begun(), pledge_in(cast, "signed"), pledge_in(cast, "forfeited")):
        with pytest.raises(IllegalMove):
            cast.sign(pledge, "owner")


def test_after_the_date_nobody_signs(cast):
    pledge = cast.settled()
    cast.now = pledge.due_at
    with pytest.raises(RuleRefused, match="pledge_due"):
        cast.sign(pledge, "owner")


def test_a_scan_counts_once_an_officer_has_checked_it(cast):
    pledge = cast.settled()
    scan = cast.scan(pledge)
    cast.sign(pledge, "owner", form="scan", attachment_id=scan.id)
    cast.sign_all(pledge, "provider", "office")
    assert pledge.state == PledgeState.SIGNING
    row = next(one for one in cast.signatures(pledge) if one.form == "scan")
    assert row.evidence_sha256 == scan.sha256
    cast.check(pledge, row, cast.reviewers[0])
    assert (pledge.state, row.checked_by_id) == (PledgeState.SIGNED, cast.reviewers[0].person_id)


def test_a_refused_scan_is_void_with_its_reason_and_the_party_signs_anew(cast):
    pledge = cast.settled()
    cast.sign(pledge, "owner", form="scan", attachment_id=cast.scan(pledge).id)
    cast.sign_all(pledge, "provider", "office")
    row = next(one for one in cast.signatures(pledge) if one.form == "scan")
    with pytest.raises(Invalid) as refused:
        cast.check(pledge, row, cast.reviewers[0], is_accepted=False)
    assert {one.field for one in refused.value.errors} == {"reason.code", "reason.text"}
    cast.check(pledge, row, cast.reviewers[0], is_accepted=False, reason=REFUSAL)
    assert (row.void_reason_code, row.holds) == ("seal_unclear", False)
    with pytest.raises(AlreadyDone, match="scan_checked"):
        cast.check(pledge, row, cast.reviewers[1])
    assert cast.sign(pledge, "owner").refused is None
    assert pledge.state == PledgeState.SIGNED


def test_who_signed_does_not_check_the_scan_and_neither_does_who_acts_for_a_party(cast):
    pledge = cast.settled()
    cast.sign(pledge, "office", form="scan", attachment_id=cast.scan(pledge, cast.lead).id)
    (row,) = cast.signatures(pledge)
    with pytest.raises(RuleRefused, match="own_signature"):
        cast.check(pledge, row, cast.lead)
    cast.mandate(cast.owner_organisation, cast.reviewers[0])
    with pytest.raises(RuleRefused, match="own_organisation"):
        cast.check(pledge, row, cast.reviewers[0])


def test_a_signature_that_is_no_scan_is_not_checked(cast):
    pledge = cast.settled()
    cast.sign_all(pledge, "owner")
    with pytest.raises(RuleRefused, match="scan_none"):
        cast.check(pledge, cast.signatures(pledge)[0], cast.reviewers[0])


def test_a_file_of_another_pledge_is_no_scan_of_this_one(cast):
    pledge, other = cast.settled(), cast.begun()
    scan = cast.scan(other)
    with pytest.raises(RuleRefused, match="scan_missing"):
        cast.sign(pledge, "owner", form="scan", attachment_id=scan.id)
    with pytest.raises(Invalid):
        cast.sign(pledge, "owner", form="scan")


@pytest.fixture
def authority(cast, tmp_path):
    made = Authority()
    made.keep(tmp_path / "anchors")
    cast.tools = type(cast.tools)(cast.tools.signer, CmsSeals(tmp_path / "anchors"), CODE_KEY)
    return made


def test_a_conforming_seal_signs_and_is_kept_as_what_it_is(cast, authority):
    pledge = cast.settled()
    cms = cast.seal(authority.seal(cast.winner_organisation.uscc), pledge)
    assert cast.sign(pledge, "provider", form="seal", cms=cms).refused is None
    (row,) = cast.signatures(pledge)
    assert (row.form, row.cms) == ("seal", cms)
    assert cast.winner_organisation.uscc in row.facts["subject"]
    assert row.holds


def test_a_seal_over_an_older_text_or_of_another_organisation_is_refused_by_name(cast, authority):
    pledge = cast.settled()
    seal = authority.seal(cast.winner_organisation.uscc)
    old = cast.seal(seal, pledge)
    cast.propose(pledge, "owner", special_terms="补充")
    cast.agree(pledge, "provider", "office")
    foreign = cast.seal(authority.seal(cast.owner_organisation.uscc), pledge)
    for cms, rule in (
        (old, "seal_of_another_document"),
        (foreign, "seal_of_another_organisation"),
        (base64.b64encode(b"nothing").decode(), "seal_unreadable"),
    ):
        with pytest.raises(SealRefused) as refused:
            cast.sign(pledge, "provider", form="seal", cms=cms)
        assert refused.value.rule == rule
    assert cast.signatures(pledge)[0:] == []


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"form": "stamp"}, "form"),
        ({"form": "seal"}, "cms"),
        ({"form": "seal", "cms": "不是"}, "cms"),
        ({"form": "scan"}, "attachment_id"),
    ],
)
def test_a_form_without_its_proof_is_named(cast, how, field):
    pledge = cast.settled()
    with pytest.raises(Invalid) as refused:
        cast.sign(pledge, "owner", **how)
    assert [one.field for one in refused.value.errors] == [field]


def test_in_a_race_the_call_moves_when_the_last_pledge_is_signed(cast):
    challenge = cast.awarded("major_project")
    other_organisation = cast.organisation(name="第二家")
    pledges = []
    for organisation in (cast.winner_organisation, other_organisation):
        bid = cast.winning(challenge, organisation)
        pledges.append(
            beginning.begin(
                cast.session, challenge=challenge, bid=bid, actor=cast.lead, **cast.context
            )
        )
    first, second = pledges
    cast.sign_all(cast.agree(first))
    assert (first.state, challenge.state) == ("signed", "awarded")
    assert cast.session.get(Project, first.project_id).state == "active"
    cast.winner = cast.signing(other_organisation, "offers")
    cast.sign_all(cast.agree(second))
    assert challenge.state == "in_delivery"
