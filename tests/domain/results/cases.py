"""A call whose bids are ranked, and the way of its result through the commands.

Up to the ranking everything stands by fiat: how bids come to be ranked is shown where they are.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidMember, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import proving
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.publicity import deciding, filing, posting
from scenario_market.domain.results import (
    announcing,
    awarding,
    confirming,
    opinion,
    recommending,
)
from scenario_market.domain.results import deciding as collective
from scenario_market.domain.results.deciding import Meeting
from scenario_market.domain.results.finding import opinion_of
from tests import factories
from tests.domain.challenges.calls import call
from tests.domain.demands import cases as market
from tests.domain.pledges.papers import CALLED, CONTENT
from tests.domain.results import ranked
from tests.factories import NOW

NUMBER = "武场景〔{}〕{}号"
_serial = count(1000)
DECLINED = Reason("owner_objects", "推荐方案未覆盖夜班工况")
REFUSED = Reason("scores_wrong", "第二项评分汇总有误，请复核")
UPHELD = Reason("scores_wrong", "经核实，您反映的汇总错误属实")
DISMISSED = Reason("facts_confirmed", "经核实，评审程序合规，所反映问题不成立")
REJECTED = Reason("no_facts", "未提供事实依据")
FINDING = "经复核，技术评分汇总少计一份评分表"
GROUNDS = "公示的总分与评分规则不符，请求复核"


def meeting(**values):
    """Minutes of a meeting of three who agree."""
    people = [{"name": f"参会人{n}", "post": "委员"} for n in range(3)]
    made = {"held_on": date(2026, 3, 2), "presided_by": "主持人", "participants": people}
    return Meeting(**made | {"votes_for": 3, "minutes": "会议审议通过评审组推荐意见"} | values)


@dataclass
class Result:
    """One call, its ranked bids in the order of their places, its panel, and a clock of its own."""

    cast: market.Cast
    challenge: Challenge
    bids: list[Bid]
    panel: list[Actor]
    reviewer: Actor
    objector: Actor
    organisations: list = field(default_factory=list)
    attempt: int = 0
    now: object = NOW

    @property
    def session(self):
        return self.cast.session

    @property
    def city(self):
        return self.cast.city

    @property
    def chair(self):
        return self.panel[0]

    @property
    def context(self):
        return {"now": self.now, "city": self.city, "version": None}

    @property
    def plain(self):
        return {"now": self.now, "version": None}

    def at(self, **duration):
        """Time passes for this result."""
        self.now += timedelta(**duration)
        return self

    def rank(self):
        """The bids are ranked, anew where the result was sent back: by fiat."""
        for bid in self.bids:
            bid.state = "ranked"
        self.attempt += 1
        ranked.ranking(self.session, self.challenge, self.bids, self.attempt)

    def drafted(self, text="评审组一致推荐排名第一的揭榜方"):
        row = opinion.draft(
            self.session,
            self.challenge.id,
            text=text,
            actor=self.chair,
            **self.plain,
        )
        return row

    def sign(self, *members, agrees=True, dissent="", is_known=True):
        row = opinion_of(self.session, self.challenge.id)
        for member in members or self.panel:
            kept = self.session.get(Person, member.person_id).password_hash
            opinion.sign(
                self.session,
                self.challenge.id,
                content_hash=row.content_hash,
                agrees=agrees,
                dissent=dissent,
                proof=proving.Proof(is_known, kept),
                key=b"",
                actor=member,
                **self.context,
            )

    def recommend(self):
        return recommending.recommend(
            self.session, self.challenge.id, actor=self.chair, **self.context
        )

    def recommended(self):
        if self.bids[0].state != "ranked":
            self.rank()
        self.drafted()
        self.sign()
        self.recommend()
        return self

    def confirmed(self):
        self.recommended()
        confirming.confirm(
            self.session, self.challenge.id, actor=self.cast.owner, now=self.now, version=None
        )
        return self

    def decided(self):
        self.confirmed()
        collective.decide(
            self.session,
            self.challenge.id,
            meeting=meeting(held_on=self.city.day(self.now)),
            actor=self.cast.lead,
            **self.context,
        )
        return self

    def announced(self):
        self.decided()
        return self.announced_from_decided()

    def announced_from_decided(self):
        announcing.announce(
            self.session, self.challenge.id, actor=self.cast.reviewers[0], **self.context
        )
        return self

    def over(self):
        """Announced, and its days have passed."""
        self.announced()
        self.now = self.notice.ends_at
        return self

    def award(self, number=None):
        return awarding.award(
            self.session,
            self.challenge.id,
            document_number=number or NUMBER.format(self.now.year, next(_serial)),
            actor=self.cast.lead,
            **self.context,
        )

    @property
    def notice(self):
        return posting.standing(self.session, "challenge", self.challenge.id)

    def filed(self, actor=None, **more):
        return filing.file_objection(
            self.session,
            self.notice.id,
            grounds=GROUNDS,
            actor=actor or self.objector,
            now=self.now,
            city=self.city,
            **more,
        )

    def admitted(self, **more):
        row = self.filed(**more)
        deciding.admit(
            self.session, row.id, issue="总分汇总是否有误", actor=self.reviewer, **self.plain
        )
        return row

    def answer(self, row, verb, reason):
        act = {"reject": deciding.reject, "dismiss": deciding.dismiss, "uphold": deciding.uphold}
        return act[verb](
            self.session,
            row.id,
            reason=reason,
            finding=FINDING,
            actor=self.reviewer,
            **self.context,
        )


def result(cast, *, bids=3, winners=1, reserves=1, provider_id=None, chair=None, **rules):
    """A call in consensus with so many ranked bids, the first of two organisations."""
    session, city = cast.session, cast.city
    challenge = call(session, city, cast.owner_organisation, state="consensus")
    challenge.metrics, challenge.reward_fen, challenge.term_months = CALLED, 100_000_000, 12
    challenge.rules = challenge.rules | {"winners": winners, "reserves": reserves} | rules
    made = Result(
        cast,
        challenge,
        [],
        [chair or expert(cast), *(expert(cast) for _ in range(4))],
        reviewer=factories.officer(cast.person(), "objection_reviewer"),
        objector=Actor(person_id=cast.person().id),
    )
    for n in range(bids):
        known = session.get(Organisation, provider_id) if provider_id and not n else None
        organisation = known or cast.organisation(name=f"揭榜方{n}")
        made.organisations.append(organisation)
        made.bids.append(bid(session, challenge, organisation, n))
    partner = cast.organisation(name="联合体成员")
    session.add(
        BidMember(bid_id=made.bids[0].id, organisation_id=partner.id, is_lead=False, role="集成")
    )
    session.flush()
    seats = ranked.panel(session, challenge, [one.person_id for one in made.panel])
    ranked.sheets(session, challenge, seats, made.bids)
    made.rank()
    return made


def expert(cast):
    return Actor(person_id=cast.person().id, roles=frozenset({"expert"}))


def bid(session, challenge, organisation, n, state="ranked"):
    """An opened bid by fiat."""
    workspace = Workspace(
        access_key=f"w{next(_serial):031}",
        challenge_id=challenge.id,
        organisation_id=organisation.id,
        envelope=b"-",
        sealed_key=b"-",
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(workspace)
    session.flush()
    row = Bid(
        challenge_id=challenge.id,
        workspace_id=workspace.id,
        organisation_id=organisation.id,
        state=state,
        pseudonym=f"揭榜-{n:02}",
        number=1,
        content={**CONTENT, "approach": {"text": f"仅本单位可见的方案{n}"}},
        total_fen=100_000_000 + n,
        content_hash="0" * 64,
        salt="-",
        handed_in_at=NOW,
        opened_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(row)
    session.flush()
    session.add(BidMember(bid_id=row.id, organisation_id=organisation.id, is_lead=True))
    session.flush()
    return row
