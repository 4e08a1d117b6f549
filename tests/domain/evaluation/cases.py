"""An opened call with bids, a register of experts, and the way of its panel up to any step.

Call and bids are set by fiat, as the opening leaves them; everything after it is done by the commands.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidMember, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.draws import seating
from scenario_market.domain.evaluation import (
    correcting,
    finding,
    formal,
    panels,
    removing,
    seats,
)
from scenario_market.domain.evaluation.seating import KIND
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.vault.sealing import Sealer
from tests import factories
from tests.domain.bids.desks import ANSWERS
from tests.domain.evaluation.sittings import Sittings
from tests.domain.experts.cases import Register
from tests.factories import NOW

_serial = count(1)
SEALER = Sealer("a key of the tests", "panel-secret")
ASK = Reason("clerical", "请更正笔误")
OUT = Reason("not_responsive", "未响应强制性指标")
LEAVE = Reason("interest", "持有该单位股份")
NO_TIME = Reason("no_time", "出差")
GIVE_UP = Reason("prepared_in_error", "专业领域选择有误")


@dataclass
class Cast(Sittings):
    """Officers, experts, bidders and their call, in one session. ``now`` may be moved on."""

    sealer = SEALER
    session: object
    city: object
    now: object = NOW
    experts: dict = field(default_factory=dict)  # key of the expert → who he is as an actor

    def __post_init__(self):
        self.register = Register(self.session, self.city)
        self.officer = factories.officer(self.person())
        self.lead = factories.officer(self.person(), "office_lead")
        self.watch = Actor(person_id=self.person().id, roles=frozenset({"auditor"}))
        self.owner = self.organisation("测试发榜单位")
        self.owner_actor = factories.owner_of(self.owner, self.person())

    @property
    def context(self):
        return {"now": self.now, "city": self.city}

    def person(self, **columns):
        return factories.person(self.session, **columns)

    def organisation(self, name="测试单位", **columns):
        return factories.organisation(
            self.session, uscc=f"8{next(_serial):017}", name=name, **columns
        )

    def call(self, state="unsealed", programme="scenario_challenge", **rules):
        """A call whose bids are open."""
        n = next(_serial)
        row = Challenge(
            number=f"WH-JB-E-{n:03}",
            state=state,
            programme=programme,
            rules=self.city.programmes[programme].kept() | rules,
            source="office",
            owner_organisation_id=self.owner.id,
            title=f"测试榜单{n}",
            content="建设机器视觉在线检测系统，与现有制造执行系统对接",
            domain="industrial_park",
            content_number=1,
            opens_at=NOW - timedelta(days=40),
            closes_at=NOW - timedelta(days=1),
            published_at=NOW - timedelta(days=40),
            closed_at=NOW - timedelta(days=1),
            unsealed_at=NOW - timedelta(days=1),
            created_at=NOW,
            updated_at=NOW,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def bid(self, challenge, *members, state="under_review", content=None, **columns):
        """An opened bid of an organisation, with members of its consortium; and who acts for it."""
        lead = columns.pop("lead", None) or self.organisation(f"测试服务商{next(_serial)}")
        workspace = Workspace(
            access_key=f"k{next(_serial):031}",
            challenge_id=challenge.id,
            organisation_id=lead.id,
            envelope=b"-",
            sealed_key=b"-",
            created_at=NOW,
            updated_at=NOW,
        )
        self.session.add(workspace)
        self.session.flush()
        row = Bid(
            **{
                "challenge_id": challenge.id,
                "workspace_id": workspace.id,
                "organisation_id": lead.id,
                "state": state,
                "pseudonym": f"P{next(_serial):05}",
                "number": 1,
                "content": content or ANSWERS,
                "total_fen": 80_000_000,
                "content_hash": "0" * 64,
                "salt": "0" * 64,
                "handed_in_at": NOW,
                "opened_at": NOW,
                "created_at": NOW,
                "updated_at": NOW,
            }
            | columns
        )
        self.session.add(row)
        self.session.flush()
        taking_part = [(lead, True), *((one, False) for one in members)]
        self.session.add_all(
            BidMember(bid_id=row.id, organisation_id=one.id, is_lead=is_lead)
            for one, is_lead in taking_part
        )
        self.session.flush()
        return row

    def bidder(self, bid):
        """Somebody who may bid for the lead of a bid."""
        person = self.person()
        return Actor(
            person_id=person.id,
            roles=frozenset({"provider"}),
            mandates={bid.organisation_id: frozenset({"offers"})},
        )

    def populate(self, technical=9, finance=3):
        """Experts who can be drawn."""
        for _ in range(technical):
            self.expert()
        for _ in range(finance):
            self.expert(fields=[], is_finance=True)

    def expert(self, **fields):
        row = self.register.admitted(**fields)
        self.experts[row.id] = self.register.self_of(row)
        return row

    def prepared(self, challenge, actor=None, **given):
        actor = actor or self.officer
        return panels.prepare(
            self.session, challenge.id, actor=actor, sealer=self.sealer, **given, **self.context
        )

    def make(self, panel, actor=None, version=None, sealer=None):
        actor, sealer = actor or self.officer, sealer or self.sealer
        return panels.make(
            self.session, panel.id, actor=actor, sealer=sealer, version=version, **self.context
        )

    def drawn(self, challenge, **given):
        return self.make(self.prepared(challenge, **given))

    def dissolve(self, panel, actor=None, version=None, reason=GIVE_UP):
        return panels.dissolve(
            self.session,
            panel.id,
            reason=reason,
            sealer=self.sealer,
            actor=actor or self.officer,
            version=version,
            **self.context,
        )

    def paper(self, panel):
        """A draw of a call with three bids, as it is published."""
        return {
            "record": panel.record,
            "digest": panel.digest,
            "secret": panel.secret,
            "bid_hashes": ["0" * 64] * 3,
            "people": [],
            "gone": seating.gone(self.session, KIND, panel),
            "members": [seat.number for seat in self.seats(panel)],
        }

    def seats(self, panel, *states):
        """The live seats of a panel, by number."""
        self.session.flush()
        return finding.seats_of(self.session, panel.id, states or finding.LIVE)

    def member(self, seat):
        """Who sits there."""
        key = self.session.scalar(select(Expert.person_id).where(Expert.id == seat.expert_id))
        return Actor(person_id=key, roles=frozenset({"expert"}))

    def accept(self, seat, actor=None, version=None):
        return seats.accept(
            self.session, seat.id, actor=actor or self.member(seat), now=self.now, version=version
        )

    def declare(self, seat, actor=None, version=None, text="本人与各方均无利害关系"):
        actor = actor or self.member(seat)
        return seats.declare(
            self.session, seat.id, text=text, actor=actor, version=version, **self.context
        )

    def leave(self, verb, seat, reason, actor=None, version=None):
        """Decline, recuse, or drop, which another officer asked for."""
        if verb == "drop":
            self.ask_removal(seat, reason, self.officer)
            return self.drop(seat, actor, version)
        actor = actor or self.member(seat)
        return getattr(seats, verb)(
            self.session, seat.id, reason=reason, actor=actor, version=version, **self.context
        )

    def ask_removal(self, seat, reason=LEAVE, actor=None, version=None):
        return removing.ask(
            self.session,
            seat.id,
            reason=reason,
            actor=actor or self.officer,
            version=version,
            **self.context,
        )

    def drop(self, seat, actor=None, version=None):
        return removing.drop(
            self.session, seat.id, actor=actor or self.lead, version=version, **self.context
        )

    def seated(self, challenge):
        panel = self.drawn(challenge)
        for seat in self.seats(panel):
            self.accept(seat)
            self.declare(seat)
        return panel

    def begin(self, challenge, actor=None, version=None):
        return formal.begin(
            self.session, challenge.id, actor=actor or self.officer, now=self.now, version=version
        )

    def qualify(self, bid, actor=None, version=None):
        return formal.qualify(
            self.session, bid.id, actor=actor or self.officer, now=self.now, version=version
        )

    def disqualify(self, bid, actor=None, version=None, reason=OUT):
        return formal.disqualify(
            self.session,
            bid.id,
            reason=reason,
            actor=actor or self.officer,
            version=version,
            **self.context,
        )

    def ask(self, bid, *fields, actor=None, version=None):
        return correcting.ask_correction(
            self.session,
            bid.id,
            fields=list(fields or ("statement.text",)),
            reason=ASK,
            actor=actor or self.officer,
            version=version,
            **self.context,
        )

    def correct(self, bid, actor=None, version=None, **values):
        return correcting.correct(
            self.session,
            bid.id,
            values=values.pop("values", None) or {"statement.text": "更正后的成效"},
            actor=actor or self.bidder(bid),
            version=version,
            **self.context,
        )

    def events(self, kind):
        """Subjects and payloads of the events of a kind, oldest first."""
        self.session.flush()
        query = select(EventRecord).where(EventRecord.kind == kind).order_by(EventRecord.id)
        return [(row.subject_id, row.payload) for row in self.session.scalars(query)]
