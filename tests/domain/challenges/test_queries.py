"""Who reads what of calls: lists, one, versions and history."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, SYSTEM
from scenario_market.domain.challenges import (
    access,
    amending,
    chronicle,
    editing,
    ending,
    queries,
    showing,
)
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.queries import Filters
from scenario_market.domain.errors import Invalid, NotFound, NotSignedIn
from scenario_market.domain.moves import Reason
from tests import factories
from tests.statements import plan_of

RULES = [access.own, access.joint, access.inside, access.published]


def rival(cast):
    return factories.owner_of(cast.organisation(), cast.person())


def readers(cast):
    return {
        "public": PUBLIC,
        "clock": SYSTEM,
        "owner": cast.owner,
        "rival": rival(cast),
        "provider": cast.provider()[1],
        "reviewer": cast.reviewers[0],
        "watch": factories.officer(cast.person(), "auditor"),
        "observer": factories.officer(cast.person(), "discipline_observer"),
        "joint organiser": cast.joint,
        "expert": factories.officer(cast.person(), "expert"),
        "former reviewer": replace(cast.reviewers[0], roles=frozenset()),
        "token without reading": replace(cast.owner, token_scopes=frozenset({"notice.read"})),
    }


def listed(cast, actor=PUBLIC, scope="public", **filters):
    cast.session.flush()
    page = queries.list_challenges(
        cast.session, Filters(**filters), actor=actor, scope=scope, now=cast.now
    )
    return [row["id"] for row in page.rows]


def test_a_rule_of_access_answers_alike_for_a_row_and_for_a_query(cast):
    cast.drafted()
    cast.under_review()
    cast.under_review(programme="major_project")
    cast.drafted(programme="major_project")
    cast.opened()
    cast.session.flush()
    rows = cast.session.scalars(select(Challenge)).all()
    for name, actor in readers(cast).items():
        for rule in RULES:
            condition = rule() if rule is access.published else rule(actor)
            found = set(cast.session.scalars(select(Challenge.id).where(condition)))
            said = {
                row.id
                for row in rows
                if (rule(row) if rule is access.published else rule(actor, row))
            }
            assert found == said, (name, rule.__name__)


def test_what_is_not_public_is_found_by_those_inside_alone(cast):
    challenge = cast.under_review(programme="major_project")
    inside = {"owner", "reviewer", "watch", "observer", "joint organiser"}
    for name, actor in readers(cast).items():
        if name in inside:
            assert queries.get_challenge(cast.session, challenge.id, actor=actor)["id"]
        else:
            with pytest.raises(NotFound):
                queries.get_challenge(cast.session, challenge.id, actor=actor)


def test_the_joint_organiser_reads_no_draft_and_no_other_programme(cast):
    for challenge in (cast.drafted(programme="major_project"), cast.under_review()):
        with pytest.raises(NotFound):
            queries.get_challenge(cast.session, challenge.id, actor=cast.joint)


def test_contacts_and_inner_facts_are_not_for_the_public(cast):
    challenge = cast.opened()
    for actor in (PUBLIC, cast.provider()[1]):
        shown = queries.get_challenge(cast.session, challenge.id, actor=actor)
        hidden = {"contact_name", "contact_mobile", "contact_email", "approvals", "clearances"}
        assert not (hidden | set(showing.INNER)) & set(shown)
        assert shown["owner"]["name"] == "测试发榜单位"
        assert shown["rules"]["pass_mark"] == 60
        assert shown["version"] == challenge.public_version
    shown = queries.get_challenge(cast.session, challenge.id, actor=cast.owner)
    assert shown["contact_name"] == "测试联系人"
    shown = queries.get_challenge(cast.session, challenge.id, actor=cast.reviewers[0])
    assert (len(shown["approvals"]), len(shown["clearances"])) == (2, 7)


def test_a_desensitised_call_does_not_name_its_owner(cast):
    challenge = cast.opened(is_desensitised=True)
    shown = queries.get_challenge(cast.session, challenge.id, actor=PUBLIC)
    assert "owner" not in shown
    assert listed(cast, owner_id=cast.owner_organisation.id) == []
    assert listed(cast, cast.reviewers[0], owner_id=cast.owner_organisation.id) == [challenge.id]
    row = queries.list_challenges(cast.session, Filters(), actor=PUBLIC, now=cast.now).rows[0]
    assert not {"owner", "owner_organisation_id"} & set(row)


def test_the_public_list_has_what_came_out_the_last_first(cast):
    first = cast.opened()
    cast.under_review()
    cast.now += timedelta(days=1)
    second = cast.opened()
    dropped = cast.drafted()
    ending.drop(
        cast.session,
        dropped.id,
        actor=cast.author,
        version=None,
        reason=Reason("need_gone", "需求已取消"),
        **cast.context,
    )
    assert listed(cast) == [second.id, first.id]


def test_filters_narrow_the_list(cast):
    plain = cast.opened()
    other = cast.opened(programme="major_project", reward_fen=900_000_000, title="量子通信试验")
    assert listed(cast, programme="major_project") == [other.id]
    assert listed(cast, reward_from_fen=500_000_000) == [other.id]
    assert listed(cast, reward_to_fen=500_000_000) == [plain.id]
    assert listed(cast, text="量子") == [other.id]
    assert listed(cast, text=plain.number) == [plain.id]
    assert listed(cast, text="%") == []
    assert listed(cast, state="open", district="420106") == [other.id, plain.id]
    assert listed(cast, closes_before=plain.closes_at) == []
    assert listed(cast, closes_before=plain.closes_at + timedelta(1)) == [plain.id, other.id]


def test_a_call_is_found_by_the_industries_that_it_names_now(cast):
    draft, plain = cast.drafted(industries=["A"]), cast.opened(industries=["C", "I"])
    assert listed(cast, industry="I", text="轴承", state="open") == [plain.id]
    assert listed(cast, industry="A") == []
    assert listed(cast, cast.owner, "mine", industry="A") == [draft.id]
    fields = {"industries": ["E"]}
    editing.edit(
        cast.session, draft.id, actor=cast.owner, version=None, fields=fields, **cast.context
    )
    amending.amend(
        cast.session,
        plain.id,
        actor=cast.lead,
        version=None,
        fields=fields,
        reason="行业归类更正",
        **cast.context,
    )
    assert listed(cast, industry="C") == []
    assert listed(cast, industry="E") == [plain.id]
    assert listed(cast, cast.owner, "mine", industry="E") == [plain.id, draft.id]


def test_an_industry_is_looked_for_by_an_index_along_the_order(cast):
    plan = plan_of(cast.session, lambda: listed(cast, industry="C"), about="FROM challenge")
    assert "challenge_industry" in plan, plan
    for word in ("TEMP B-TREE", "Sort", "SCAN challenge_industry", "Seq Scan"):
        assert word not in plan, plan


def test_where_a_call_came_from_is_no_filter_for_the_public(cast):
    challenge = cast.opened()
    assert listed(cast, source="office") == []
    assert listed(cast, cast.reviewers[0], source="office") == [challenge.id]


def test_one_s_own_and_everything_that_one_may_read(cast):
    mine = cast.drafted()
    stranger = rival(cast)
    assert listed(cast, cast.owner, "mine") == [mine.id]
    assert listed(cast, stranger, "mine") == []
    out = cast.opened()
    assert listed(cast, stranger, "all") == [out.id]
    assert listed(cast, cast.reviewers[0], "all") == [out.id, mine.id]
    with pytest.raises(NotSignedIn):
        listed(cast, PUBLIC, "all")
    with pytest.raises(Invalid):
        listed(cast, PUBLIC, "theirs")


def test_pages_lead_on_without_a_gap_or_a_double(cast):
    made = [cast.opened().id for _ in range(3)]
    cast.session.flush()
    seen, after = [], None
    while True:
        page = queries.list_challenges(
            cast.session, Filters(), actor=PUBLIC, now=cast.now, after=after, limit=1
        )
        seen += [row["id"] for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == made[::-1]


def test_the_public_reads_versions_from_the_published_one_on(cast):
    challenge = cast.opened()
    cast.now += timedelta(days=2)
    amending.amend(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=None,
        fields={"term_months": 10},
        reason="发榜方补充说明",
        **cast.context,
    )
    seen = chronicle.get_versions(cast.session, challenge.id, actor=PUBLIC)
    assert [one["number"] for one in seen] == [2, 3]
    assert seen[0]["changed"] == []
    assert seen[1]["differences"] == [{"field": "term_months", "before": 12, "after": 10}]
    assert (seen[1]["is_material"], seen[1]["note"]) == (True, "发榜方补充说明")
    inside = chronicle.get_versions(cast.session, challenge.id, actor=cast.owner)
    assert [one["number"] for one in inside] == [1, 2, 3]


def test_why_a_call_was_cancelled_is_said_to_everybody(cast):
    challenge = cast.opened()
    ending.cancel(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=None,
        reason=Reason("need_gone", "发榜方生产线停用"),
        **cast.context,
    )
    shown = queries.get_challenge(cast.session, challenge.id, actor=PUBLIC)
    assert (shown["ended"]["verb"], shown["ended"]["reason_text"]) == ("cancel", "发榜方生产线停用")
    history = chronicle.get_history(cast.session, challenge.id, actor=PUBLIC)
    assert [move["verb"] for move in history] == ["publish", "cancel"]
    assert history[1]["reason_code"] == "need_gone"
    assert "reason_code" not in history[0]
    assert "actor_person_id" not in history[1]
    inside = chronicle.get_history(cast.session, challenge.id, actor=cast.reviewers[0])
    assert [move["verb"] for move in inside] == ["submit", "approve", "publish", "cancel"]
    assert inside[-1]["actor_person_id"] == cast.lead.person_id
