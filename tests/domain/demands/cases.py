"""A small cast and the way of a demand through the commands, up to any state."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import drafting, list_drafting, publishing, review
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Organisation
from tests import factories
from tests.factories import NOW

COMPLETE = {
    "title": "轴承座产线表面缺陷在线检测",
    "domain": "industrial_park",
    "industries": ["C"],
    "service_types": [],
    "pain_points": "人工目检漏检率高，每班需要六名质检员，客户投诉逐年增加",
    "content": "建设机器视觉在线检测系统，与现有制造执行系统对接",
    "metrics": [{"name": "漏检率", "operator": "le", "baseline": 3.5, "target": 0.5, "unit": "%"}],
    "budget_min_fen": 80_000_000,
    "budget_max_fen": 150_000_000,
    "funding_source": "own_funds",
    "district": "420106",
    "place": "一号厂房三线",
    "starts_on": "2026-04-01",
    "ends_on": "2026-12-31",
    "contact_name": "测试联系人",
    "contact_mobile": "027-00000003",
    "contact_email": "contact@owner.example",
}
REASONS = {
    "return": Reason("vague_metric", "指标需写明测量方法", {"metrics": "请写明测量方法"}),
    "reject": Reason("out_of_scope", "不属于场景需求"),
    "withdraw": Reason("plan_changed", "计划调整"),
}
_uscc = count(1)


@dataclass
class Cast:
    """An owner, two providers, officers with and without the lead's role, in one database."""

    session: object
    city: object
    now: object = NOW
    owner_organisation: Organisation = None
    owner: Actor = None
    reviewers: list[Actor] = field(default_factory=list)
    lead: Actor = None

    @property
    def context(self):
        return {"now": self.now, "city": self.city}

    def organisation(self, name="测试单位", **columns):
        """One more verified organisation."""
        return factories.organisation(
            self.session, uscc=f"9{next(_uscc):017}", name=name, **columns
        )

    def person(self):
        return factories.person(self.session)

    def provider(self, **columns):
        """An organisation and who answers for it."""
        organisation = self.organisation(**columns)
        return organisation, factories.provider_of(organisation, self.person())

    def mandate(self, organisation, actor):
        """A 授权书 in the books for an actor."""
        return factories.mandate(self.session, organisation.id, actor.person_id, "demands")

    def draft(self, **fields):
        return drafting.draft(
            self.session,
            actor=self.owner,
            fields={**COMPLETE, **fields},
            organisation_id=self.owner_organisation.id,
            **self.context,
        )

    def submitted(self, **fields):
        demand = self.draft(**fields)
        drafting.submit(
            self.session, demand.id, actor=self.owner, version=demand.version, **self.context
        )
        return demand

    def in_review(self, **fields):
        demand = self.submitted(**fields)
        review.begin(self.session, demand.id, actor=self.reviewers[0], version=None, **self.context)
        return demand

    def approved(self, **fields):
        demand = self.in_review(**fields)
        for officer in self.reviewers[:2]:
            review.approve(self.session, demand.id, actor=officer, version=None, **self.context)
        return demand

    def cleared(self, **fields):
        demand = self.approved(**fields)
        self.clear(demand)
        return demand

    def clear(self, demand):
        """Sign every step, the three readings by three officers."""
        for place, step in enumerate(self.city.policy["demand"]["clearance_steps"]):
            review.clear(
                self.session,
                demand.id,
                actor=self.reviewers[place % 3],
                version=None,
                step=step,
                **self.context,
            )

    def list_of(self, *demands, title="第一批场景需求清单"):
        row = list_drafting.create(self.session, actor=self.lead, now=self.now, title=title)
        return list_drafting.edit(
            self.session,
            row.id,
            actor=self.lead,
            now=self.now,
            version=None,
            demand_ids=[demand.id for demand in demands],
        )

    def published(self, *demands):
        row = self.list_of(*demands)
        publishing.publish(self.session, row.id, actor=self.lead, version=None, **self.context)
        return row

    def listed(self, **fields):
        demand = self.cleared(**fields)
        self.published(demand)
        return demand

    def events(self, kind=None):
        """Payloads of the recorded events, oldest first."""
        self.session.flush()
        query = select(EventRecord).order_by(EventRecord.id)
        rows = self.session.scalars(query.where(EventRecord.kind == kind) if kind else query)
        return [(row.kind, row.subject_id, row.payload) for row in rows]

    def fresh(self, row):
        """A row as the database has it."""
        self.session.flush()
        self.session.refresh(row)
        return row


def cast(session, city):
    """The cast of a test."""
    made = Cast(session, city)
    made.owner_organisation = made.organisation(name="测试需求单位")
    made.owner = factories.owner_of(made.owner_organisation, made.person())
    made.reviewers = [factories.officer(made.person()) for _ in range(3)]
    made.lead = factories.officer(made.person(), "office_lead")
    return made


def demand_in(cast, state):
    """A demand that stands in a state by fiat, for the refused moves; its columns satisfy the checks."""
    row = Demand(
        state=state,
        owner_organisation_id=cast.owner_organisation.id,
        author_id=cast.owner.person_id,
        number=f"WH-XQ-2026-{next(_uscc):04}",
        listed_at=NOW,
        closes_at=NOW + timedelta(days=60),
        content_number=1,
        public_number=1,
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


ANSWER = {
    "proposal": "我司有同类产线视觉检测案例",
    "contact_name": "测试服务商联系人",
    "contact_mobile": "027-00000002",
}
CONTRACT = {"route": "direct", "amount_fen": 120_000_000, "signed_on": "2026-03-02"}
