"""Panels of the demonstration: experts in the register, the draw, declarations, the formal check, scores, ranking."""

from datetime import date, datetime

from sqlalchemy import select

from scenario_market.demo.accounts import EXPERTS
from scenario_market.demo.call_texts import calls
from scenario_market.demo.story import Stage
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation import (
    deliberating,
    finding,
    formal,
    panels,
    ranking,
    seats,
    sheets,
)
from scenario_market.domain.evaluation.models import PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.states import SheetState
from scenario_market.domain.experts import posts, register
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason

FINANCE = 3  # the last of the experts are on finance
EMPLOYERS = ("江城演示理工大学", "中部演示装备研究所", "武汉演示会计师事务所")
# What the panel thinks of a bidder's answers, before each expert's own view.
WORTH = {"bidder_a": 86, "bidder_b": 78, "bidder_c": 82}


def enter_experts(stage: Stage, now: datetime) -> None:
    """Enter the experts, with where they work, and admit them."""
    fields = sorted({str(call.fields["domain"]) for call in calls()})
    for place, account in enumerate(EXPERTS):
        is_finance = place >= len(EXPERTS) - FINANCE
        row = register.enter(
            stage.session,
            mobile_text=account.mobile,
            fields={
                "title": "高级会计师" if is_finance else "教授级高级工程师",
                "fields": [] if is_finance else fields,
                "is_finance": is_finance,
            },
            **stage.by("reviewer", now),
        )
        stage.session.flush()
        employer = EMPLOYERS[2] if is_finance else EMPLOYERS[place % 2]
        post = {
            "organisation_name": employer,
            "kind": "employment",
            "starts_on": date(2015, 9, 1).isoformat(),
        }
        posts.add(stage.session, row.id, fields=post, version=None, **stage.by("reviewer", now))
        second = stage.who("second", now)
        register.admit(stage.session, row.id, actor=second, now=now, version=None)


def prepare(stage: Stage, key: int, now: datetime) -> None:
    """Commit to secret and pool of the draw, while nobody can know the bids."""
    kept = stage.keys.web.panel_secrets
    panels.prepare(stage.session, key, sealer=kept, **stage.by("reviewer", now))
    stage.session.flush()


def draw(stage: Stage, key: int, now: datetime) -> int:
    """Draw the panel; returns its key."""
    panel = finding.panel_of(stage.session, key)
    assert panel is not None
    kept = stage.keys.web.panel_secrets
    panels.make(stage.session, panel.id, sealer=kept, version=None, **stage.by("reviewer", now))
    return panel.id


def seat(stage: Stage, panel_id: int, now: datetime, *, recuses: bool = False) -> None:
    """Those who were drawn accept and declare. :param recuses: one has an interest, and the next one comes."""
    asked = finding.seats_of(stage.session, panel_id)
    if recuses:
        first = asked[0]
        _accept(stage, first, now)
        reason = Reason("interest", "本人近亲属在一家揭榜单位任职。")
        seats.recuse(
            stage.session,
            first.id,
            reason=reason,
            version=None,
            **stage.by(_account(stage, first), now),
        )
        stage.session.flush()
        asked = finding.seats_of(stage.session, panel_id)
    for one in asked:
        _accept(stage, one, now)
        seats.declare(
            stage.session,
            one.id,
            text="本人与发榜方、各揭榜单位均无利害关系。",
            version=None,
            **stage.by(_account(stage, one), now),
        )


def _accept(stage: Stage, one: PanelSeat, now: datetime) -> None:
    who = stage.who(_account(stage, one), now)
    seats.accept(stage.session, one.id, actor=who, now=now, version=None)


def _account(stage: Stage, one: PanelSeat) -> str:
    """The account of who sits there."""
    query = select(Expert.person_id).where(Expert.id == one.expert_id)
    person_id = stage.session.scalar(query)
    return next(name for name, key in stage.people.items() if key == person_id)


def begin(stage: Stage, key: int, now: datetime) -> None:
    who = stage.who("reviewer", now)
    formal.begin(stage.session, key, actor=who, now=now, version=None)


def qualify(stage: Stage, key: int, now: datetime) -> None:
    """Every bid is in order, and the panel gets its sheets."""
    who = stage.who("reviewer", now)
    for bid in finding.bids_of(stage.session, key, {BidState.UNDER_REVIEW}):
        formal.qualify(stage.session, bid.id, actor=who, now=now, version=None)
    formal.begin_scoring(stage.session, key, actor=who, now=now, version=None)


def score(stage: Stage, key: int, part: str, now: datetime, *, half: bool = False) -> None:
    """Every member scores every bid in one part; or half of the sheets, where the panel is still at work."""
    query = select(ScoreSheet).where(
        ScoreSheet.challenge_id == key,
        ScoreSheet.part == part,
        ScoreSheet.state == SheetState.ASSIGNED,
    )
    rows = stage.session.scalars(query.order_by(ScoreSheet.id)).all()
    challenge = stage.session.get_one(Challenge, key)
    for place, sheet in enumerate(rows[: len(rows) // 2] if half else rows):
        one = stage.session.get_one(PanelSeat, sheet.seat_id)
        worth = _worth(stage, sheet.bid_id) + (one.id * 7 + sheet.bid_id * 3) % 7 - 3
        given = {
            code: {"score": worth - order, "reason": "方案响应充分，依据较完整。"}
            for order, code in enumerate(sheets.codes_of(challenge, part))
        }
        who = stage.by(_account(stage, one), now)
        sheets.save(stage.session, sheet.id, scores=given, version=None, **who)
        if not half or place % 3:
            sheets.submit(stage.session, sheet.id, version=None, **who)


def _worth(stage: Stage, bid_id: int) -> int:
    organisation_id = stage.session.get_one(Bid, bid_id).organisation_id
    names = {key: name for name, key in stage.organisations.items()}
    return WORTH[names[organisation_id]]


def chair(stage: Stage, panel_id: int) -> str:
    """The account of the panel's chair."""
    (one,) = [one for one in finding.seats_of(stage.session, panel_id) if one.is_chair]
    return _account(stage, one)


def members(stage: Stage, panel_id: int) -> list[str]:
    """The accounts of the panel."""
    return [_account(stage, one) for one in finding.seats_of(stage.session, panel_id)]


def deliberate(stage: Stage, panel_id: int, now: datetime) -> None:
    who = stage.who(chair(stage, panel_id), now)
    deliberating.deliberate(stage.session, panel_id, actor=who, now=now, version=None)


def rank(stage: Stage, panel_id: int, now: datetime) -> None:
    who = stage.who(chair(stage, panel_id), now)
    ranking.rank(stage.session, panel_id, actor=who, now=now, version=None)
