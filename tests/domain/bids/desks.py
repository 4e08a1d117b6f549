"""A call with its keys, organisations that bid, and an act on a workspace as tests do it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import beginning, consortium, queries, working
from scenario_market.domain.bids.working import Act, Written
from scenario_market.domain.challenges.models import Challenge
from tests import factories
from tests.domain.challenges import calls
from tests.factories import NOW
from tests.vault.rings import halves

METRICS = [
    {
        "key": "m1",
        "name": "漏检率",
        "operator": "le",
        "target": 0.5,
        "unit": "%",
        "is_mandatory": True,
    },
    {
        "key": "m2",
        "name": "节拍",
        "operator": "le",
        "target": 2,
        "unit": "s",
        "is_mandatory": False,
    },
]
ANSWERS: dict[str, Any] = {
    "approach": {"text": "采用多光源成像与小样本学习，分三步上线"},
    "metrics": [
        {"key": "m1", "operator": "le", "value": 0.3, "unit": "%", "method": "抽检一千件"},
        {"key": "m2", "operator": "le", "value": 1.8, "unit": "s", "method": "产线计时"},
    ],
    "milestones": [
        {"title": "样机", "month": 3, "target": "样机通过", "evidence": "测试报告", "weight": 40},
        {"title": "上线", "month": 9, "target": "产线运行", "evidence": "验收单", "weight": 60},
    ],
    "budget": {
        "items": [
            {"name": "设备", "amount_fen": 60_000_000, "own_fen": 10_000_000},
            {"name": "人工", "amount_fen": 20_000_000, "own_fen": 0},
        ],
        "total_fen": 80_000_000,
    },
    "impact": {"text": "漏检率下降九成，可推广至同类产线"},
    "capability": {"text": "有同类产线五条"},
    "cases": [{"title": "缸体检测", "client": "某发动机厂", "year": 2024, "result": "漏检率 0.4%"}],
    "team": [{"name": "测试甲", "role": "负责人", "field": "机器视觉", "organisation_uscc": ""}],
    "statement": {"text": "承诺所提交材料真实"},
}
_serial = count(1)


class PlainReceipts:
    """Receipts of the right shape, unsigned: what is under test here is what they state."""

    def issue(self, **stated: Any) -> dict[str, Any]:
        return stated | {"at": stated["at"].isoformat(), "signature": "s" * 88}


@dataclass
class Scene:
    """An open call, whose keys the test holds, and who bids on it."""

    session: Any
    city: Any
    web: Any
    opener: Any
    challenge: Challenge = None
    owner: Any = None
    keys: Any = None
    now: Any = NOW
    receipts: Any = field(default_factory=PlainReceipts)

    @property
    def context(self):
        return {"now": self.now, "city": self.city}

    @property
    def sealed(self):
        return self.context | {"sealing": self.web}

    def bidder(self, name="测试服务商", **columns):
        """A verified organisation and somebody who may bid for it."""
        organisation = calls.organisation(self.session, name=name, **columns)
        return organisation, self.colleague(organisation)

    def colleague(self, organisation, *scopes) -> Actor:
        """One more person who may act for an organisation."""
        person = factories.person(self.session)
        held = frozenset(scopes or ("offers", "profile", "manage"))
        return Actor(
            person_id=person.id,
            roles=frozenset({"provider"}),
            mandates={organisation.id: held},
        )

    def begin(self, organisation, actor, challenge=None):
        challenge = challenge or self.challenge
        return beginning.begin(
            self.session, challenge.id, organisation_id=organisation.id, actor=actor, **self.sealed
        )

    def begun(self, **columns):
        """A workspace, and who works in it."""
        organisation, actor = self.bidder(**columns)
        return self.begin(organisation, actor), actor

    def read(self, workspace, actor):
        return queries.read(self.session, workspace.access_key, actor=actor, **self.sealed)

    def act(self, workspace, actor, verb="save", answers=None, *, etags=None, **changes):
        """An act, made from what the actor reads now where nothing else is said."""
        seen = self.read(workspace, actor)
        drafted = seen.contents.draft
        written = {
            name: Written(answer, (etags or {}).get(name, etag(drafted[name])))
            for name, answer in (answers or {}).items()
        }
        made = Act(verb=verb, version=workspace.version, written=written)
        return working.act(
            self.session,
            workspace.access_key,
            act=replace(made, **changes),
            actor=actor,
            receipts=self.receipts,
            **self.sealed,
        )

    def handed_in(self, workspace, actor, **answers):
        """Hand a complete bid in."""
        done = self.act(workspace, actor, "hand_in", ANSWERS | answers, accepts_rules=True)
        assert done.verb == "hand_in", done.verdict
        return done

    def member(self, workspace, lead, organisation, actor):
        """An organisation that was asked and has joined."""
        row = consortium.invite(
            self.session, workspace.access_key, uscc=organisation.uscc, actor=lead, **self.context
        )
        consortium.consent(self.session, row.access_key, actor=actor, **self.context)
        return row


def etag(answer):
    from scenario_market.domain.bids import envelope

    return envelope.etag(answer)


def scene(session, city, **columns) -> Scene:
    """An open call of an owner, sealed by keys of the test's own."""
    web, opener = halves()
    made = Scene(session, city, web, opener)
    made.owner = calls.organisation(session, name="测试需求单位")
    made.challenge, made.keys = open_call(made, **columns)
    return made


def open_call(made, **columns):
    """One more open call, with keys; the owner's."""
    challenge = calls.call(
        made.session,
        made.city,
        made.owner,
        **{"metrics": METRICS, "term_months": 12, "budget_ceiling_fen": 100_000_000} | columns,
    )
    keys = made.web.new_challenge_keys(challenge.id, [], not_before=challenge.closes_at)
    challenge.public_key = keys.public_key
    made.session.flush()
    return challenge, keys


def closes_in(challenge, **duration):
    """The instant that lies so long before the deadline."""
    return challenge.closes_at - timedelta(**duration)
