"""A city in many states, made by the commands, for tests that call every route with real keys."""

import copy
import io
from types import SimpleNamespace

from sqlalchemy import or_, select, update

from scenario_market.domain import clock
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.parties import actors, sessions
from scenario_market.domain.parties.models import Mandate, Person, RoleGrant
from tests import factories
from tests.api.conftest import Client, application
from tests.api.kept import begun
from tests.api.world.account import Account
from tests.api.world.bids import Bids
from tests.api.world.calls import Calls
from tests.api.world.cast import FIELDS, OFFICERS, PASSWORD, SCOPES
from tests.api.world.challenges import Challenges
from tests.api.world.demands import Demands
from tests.api.world.evaluation import Evaluation
from tests.api.world.landmarks import Landmarks
from tests.api.world.lists import Lists
from tests.api.world.machine import Machine
from tests.api.world.openings import Openings
from tests.api.world.parties import Parties
from tests.api.world.pledges import Pledges
from tests.api.world.projects import Projects
from tests.api.world.providers import Providers
from tests.api.world.responses import Responses
from tests.api.world.results import Results
from tests.domain.demands import cases
from tests.factories import NOW

__all__ = ["FIELDS", "PASSWORD", "World", "world_on"]


class World(
    Demands,
    Openings,
    Challenges,
    Calls,
    Bids,
    Evaluation,
    Lists,
    Responses,
    Pledges,
    Providers,
    Parties,
    Account,
    Machine,
    Results,
    Landmarks,
    Projects,
):
    """People of every role with their organisations; makes what a route is about, in the state that it needs."""

    def __init__(self, app):
        self.app, self.city = app, app.extensions["city"]
        self.database = app.extensions["database"]
        self._let_everybody_often()
        self.people, self.organisations, self.providers, self.mandates = {}, {}, {}, []
        self.tokens = {}
        with self.database.unit_of_work() as session:
            self.now = clock.now(session)
            self._populate(session)
        self.matched = self._match()

    def again(self):
        """The same at another time: what is made from now on, and who is there, is another test's."""
        one = copy.copy(self)
        one.people, one.tokens = dict(self.people), {}
        with self.database.reading() as session:
            one.now = clock.now(session)
        return one

    def _let_everybody_often(self):
        """The day's limits have tests of their own; here a handful of people makes thousands of calls."""
        account = dict.fromkeys(
            ("invitations_per_day", "invitations_per_number", "organisations_open"), 10**6
        )
        self.city.policy["account"].update(account)
        self.city.policy["attachment"]["per_person_and_day"] = 10**6
        self.city.policy["objection"]["per_person_and_day"] = 10**6

    def _populate(self, session):
        made = cases.cast(session, self.city)
        names = {
            "owner": "测试需求单位",
            "rival": "别家需求单位",
            "provider": "服务商甲",
            "other": "服务商乙",
        }
        rows = {name: made.organisation(name=text) for name, text in names.items()}
        self.organisations = {name: row.id for name, row in rows.items()}
        for name, scopes in SCOPES.items():
            organisation = rows.get(name, rows["owner"])
            person = made.person()
            self.people[name] = person.id
            mandate = factories.mandate(session, organisation.id, person.id, *scopes)
            self.mandates.append(mandate.id)
        for name, (role, place) in OFFICERS.items():
            person = made.person()
            self.people[name] = person.id
            session.add(RoleGrant(person_id=person.id, role=role, place=place, starts_at=NOW))
        session.flush()
        for name in ("provider", "other"):
            self.providers[name] = self.admitted(session, rows[name], name).id

    def actor(self, session, name):
        """The actor that one of the people is now."""
        return actors.actor_of_person(session, self.people[name], self.now)

    def client(self, name):
        """A client that is signed in; the public is not."""
        return Client(self.app, self.token(name))

    def token(self, name):
        """The session of one of the people, begun afresh if it has ended."""
        if name == "public":
            return None
        key = self.people[name]
        with self.database.reading() as session:
            token = self.tokens.get(key, "")
            if actors.actor_of_session(session, token, clock.now(session)):
                return token
        with self.database.unit_of_work() as session:
            person, now = session.get(Person, key), clock.now(session)
            token = sessions.begin(session, person, way="test", hours=12, now=now)
        self.tokens[key] = token
        return token

    def cast(self, session):
        """The cast of the demands' tests, played by these people."""
        made = cases.Cast(session, self.city, now=clock.now(session))
        made.owner_organisation = SimpleNamespace(id=self.organisations["owner"])
        made.owner = self.actor(session, "owner")
        made.reviewers = [self.actor(session, one) for one in ("reviewer", "second", "third")]
        made.lead = self.actor(session, "lead")
        return made

    def restore(self):
        """The clock, and who the people are, as it was: odd calls that succeed must not end the play."""
        people = self.people.values()
        with self.database.unit_of_work() as session:
            factories.move_clock(session, by=self.now - clock.now(session))
            session.execute(update(Person).where(Person.id.in_(people)).values(disabled_at=None))
            granted = update(RoleGrant).where(RoleGrant.person_id.in_(people))
            session.execute(granted.values(ended_at=None, expires_at=None))
            # Also in an organisation that one of them opened: its people could bid, so they moderate nothing.
            own = Mandate.organisation_id.in_(self.organisations.values())
            theirs = or_(own, Mandate.person_id.in_(people))
            later_ones = update(Mandate).where(theirs, Mandate.id.not_in(self.mandates))
            later_ones = later_ones.where(Mandate.ended_at.is_(None))
            session.execute(later_ones.values(state="ended", ended_at=self.now, end_cause="revoke"))
            given = update(Mandate).where(Mandate.id.in_(self.mandates))
            session.execute(
                given.values(state="live", ended_at=None, end_cause=None, successor_id=None)
            )
            self.keep_files(session)

    def keep_files(self, session):
        """A real file for each attachment that a cast wrote without one: odd input finds it by its key."""
        files = self.app.extensions["files"]
        named = session.scalars(select(Attachment.stored_as).distinct())
        none = [one for one in named if not (files.root / one).is_file()]
        if none:
            kept = files.keep(io.BytesIO(b"%PDF-1.7 %%EOF"), limit_bytes=100).stored_as
            lost = update(Attachment).where(Attachment.stored_as.in_(none))
            session.execute(lost.values(stored_as=kept))


def world_on(settings):
    """A world that has just begun, on a database that is still empty."""
    return begun("world", settings, lambda: World(application(settings))).again()
