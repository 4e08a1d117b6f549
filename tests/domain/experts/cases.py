"""An officer, an expert and the register."""

from dataclasses import dataclass
from datetime import timedelta

from scenario_market.domain.experts import posts, register
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.models import RoleGrant
from tests import factories
from tests.factories import NOW

DATA = {"title": "教授级高级工程师", "fields": ["industrial_park"]}
POST = {"organisation_name": "测试大学", "kind": "employment", "starts_on": "2015-09-01"}
NO = Reason("own_wish", "本人来函申请")


@dataclass
class Register:
    """The register in one session."""

    session: object
    city: object
    now: object = NOW

    def __post_init__(self):
        self.officer = factories.officer(factories.person(self.session))

    @property
    def context(self):
        return {"now": self.now, "city": self.city}

    def expert_person(self, role="expert", **columns):
        """A person with the granted role."""
        person = factories.person(self.session, **columns)
        if role:
            start = NOW - timedelta(days=30)
            self.session.add(RoleGrant(person_id=person.id, role=role, starts_at=start))
            self.session.flush()
        return person

    def enter(self, person=None, actor=None, **fields):
        return register.enter(
            self.session,
            mobile_text=(person or self.expert_person()).mobile,
            fields={**DATA, **fields},
            actor=actor or self.officer,
            **self.context,
        )

    def admitted(self, person=None, **fields):
        row = self.enter(person, **fields)
        return register.admit(self.session, row.id, actor=self.officer, now=self.now, version=None)

    def post(self, row, actor=None, version=None, **fields):
        return posts.add(
            self.session,
            row.id,
            fields={**POST, **fields},
            actor=actor or self.officer,
            version=version,
            **self.context,
        )

    def self_of(self, row):
        """The expert as an actor."""
        from scenario_market.domain.actor import Actor

        return Actor(person_id=row.person_id, roles=frozenset({"expert"}))
