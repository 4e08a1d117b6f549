"""A call in delivery, its owner and providers, and the way of a project through the commands."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.bids.models import Bid, BidMember, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.projects import beginning
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.vault.sealing import Sealer
from tests import factories
from tests.domain.demands import cases as demands

_serial = count(1)

TERMS = {
    "metrics": [
        {
            "key": "miss_rate",
            "name": "漏检率",
            "operator": "le",
            "baseline": 3.5,
            "target": 0.5,
            "unit": "%",
        }
    ],
    "milestones": [
        {
            "title": "样机",
            "month": 3,
            "target": "样机上线试运行",
            "evidence": "试运行记录",
            "weight": 30,
            "consequence": "缓拨第二笔补助",
        },
        {
            "title": "中试",
            "month": 6,
            "target": "三条产线稳定运行",
            "evidence": "运行报告",
            "weight": 40,
            "consequence": "约谈",
        },
        {
            "title": "交付",
            "month": 9,
            "target": "全部产线交付",
            "evidence": "交付清单",
            "weight": 30,
            "consequence": "终止项目",
        },
    ],
    "reward_fen": 100_000_001,
    "tranches": [
        {"percent": 30, "at": "pledge"},
        {"percent": 40, "at": "milestone", "milestone": 2},
        {"percent": 30, "at": "acceptance"},
    ],
}


@dataclass
class Cast(demands.Cast):
    """The cast of the demands' tests, with a call and its winners."""

    organisations: dict = field(default_factory=dict)
    providers: dict = field(default_factory=dict)
    sealer: object = Sealer("a key of the tests", "panel-secret")

    def challenge(self, state="in_delivery", programme="scenario_challenge", **columns):
        """A call by fiat: the way there belongs to other tests."""
        row = Challenge(
            **{
                "number": f"WH-JB-2026-{next(_serial):05}",
                "state": state,
                "programme": programme,
                "rules": self.city.programmes[programme].kept(),
                "owner_organisation_id": self.owner_organisation.id,
                "title": "产线缺陷检测",
                "district": "420106",
                "node": "lab",
                "published_at": self.now,
                "closes_at": self.now,
                "created_at": self.now,
                "updated_at": self.now,
            }
            | columns
        )
        self.session.add(row)
        self.session.flush()
        return row

    def bid(self, challenge, organisation, *members, state="pledged"):
        """An opened bid by fiat."""
        n = next(_serial)
        workspace = Workspace(
            access_key=f"key{n}",
            challenge_id=challenge.id,
            organisation_id=organisation.id,
            envelope=b"",
            sealed_key=b"",
            created_at=self.now,
            updated_at=self.now,
        )
        self.session.add(workspace)
        self.session.flush()
        row = Bid(
            challenge_id=challenge.id,
            workspace_id=workspace.id,
            organisation_id=organisation.id,
            state=state,
            pseudonym=f"P{n}",
            number=1,
            content={},
            content_hash="0" * 64,
            salt="0" * 64,
            handed_in_at=self.now,
            opened_at=self.now,
            created_at=self.now,
            updated_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        for one in (organisation, *members):
            self.session.add(
                BidMember(bid_id=row.id, organisation_id=one.id, is_lead=one is organisation)
            )
        self.session.flush()
        return row

    def deliverer(self, name="承担单位"):
        """A provider's organisation and who speaks for it, in the books too."""
        organisation = self.organisation(name=name)
        actor = factories.provider_of(organisation, self.person())
        factories.mandate(self.session, organisation.id, actor.person_id, "offers", "manage")
        return organisation, actor

    def pending(self, challenge=None, *, terms=TERMS, members=()):
        """A project that waits for its pledge."""
        challenge = challenge or self.challenge()
        organisation, actor = self.deliverer()
        bid = self.bid(challenge, organisation, *members)
        project = beginning.open_project(
            self.session,
            challenge=challenge,
            bid=bid,
            organisation_id=organisation.id,
            owner_id=challenge.owner_organisation_id,
            terms=terms,
            now=self.now,
        )
        self.providers[project.id] = actor
        return project

    def active(self, challenge=None, **how):
        """A project whose work has begun today."""
        project = self.pending(challenge, **how)
        beginning.activate(self.session, project, actor=SYSTEM, **self.context)
        return project

    def provider_of(self, project) -> Actor:
        """Who speaks for the project's provider."""
        return self.providers[project.id]

    def milestone(self, project: Project, number=1) -> Milestone:
        """A milestone by its number."""
        query = self.session.query(Milestone)
        return query.filter_by(project_id=project.id, number=number).one()

    def passes(self, **duration):
        """Time passes for the commands to come."""
        self.now += timedelta(**duration)

    def locked(self, row):
        """A row as a command would have it."""
        return lifecycle.lock(self.session, type(row), row.id)


def cast(session, city):
    """The cast of a test."""
    made = Cast(session, city)
    made.owner_organisation = made.organisation(name="测试需求单位")
    made.owner = factories.owner_of(made.owner_organisation, made.person())
    factories.mandate(
        session, made.owner_organisation.id, made.owner.person_id, "demands", "manage"
    )
    made.reviewers = [factories.officer(made.person()) for _ in range(3)]
    made.lead = factories.officer(made.person(), "office_lead")
    return made
