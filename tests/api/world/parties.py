"""Organisations, mandates, invitations and people."""

from scenario_market.domain.parties import invitations
from scenario_market.domain.parties.models import Mandate, RoleGrant
from tests import factories
from tests.factories import NOW


class Parties:
    """Organisations, mandates, invitations and people."""

    def organisation(self, state="verified", manager="owner"):
        """An organisation that a person manages."""
        fields = {"district": "420106", "owner_type": "private", "address": "珞喻路1号"}
        with self.database.unit_of_work() as session:
            row = self.cast(session).organisation(name="测试单位新", state=state, **fields)
            if manager:
                scopes = ["demands", "manage"]
                factories.mandate(session, row.id, self.people[manager], *scopes)
            session.flush()
            return row.id, row.version

    def mandate(self):
        """A mandate of the owner's organisation that its manager may end."""
        with self.database.unit_of_work() as session:
            person = factories.person(session)
            row = factories.mandate(session, self.organisations["owner"], person.id, "demands")
            return row.id, row.version

    def invitation(self, mobile=None):
        """An open offer of the owner's organisation, its version and its code."""
        codes = []
        with self.database.unit_of_work() as session:
            person = factories.person(session)
            self.people["invited"] = person.id
            row = invitations.invite(
                session,
                organisation_id=self.organisations["owner"],
                mobile_text=mobile or person.mobile,
                scopes=["demands"],
                send=lambda _, code, **words: codes.append(code),
                actor=self.actor(session, "owner"),
                now=self.now,
                city=self.city,
            )
            session.flush()
            return row.id, row.version, codes[0]

    def stranger(self):
        """One more person, who may do everything for an organisation that has nothing to do with anything."""
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            organisation, person = cast.organisation(name="第三家单位"), cast.person()
            scopes = ("demands", "offers", "profile", "sign", "manage")
            factories.mandate(session, organisation.id, person.id, *scopes)
            return person.id

    def person(self, *, role=None, disabled=False):
        """One more person; with a role, the grant's key besides."""
        with self.database.unit_of_work() as session:
            row = factories.person(session, disabled_at=self.now if disabled else None)
            if role is None:
                return row.id
            grant = RoleGrant(person_id=row.id, role=role, starts_at=NOW)
            session.add(grant)
            session.flush()
            return row.id, grant.id

    def former_colleague(self):
        """A person whose mandate of the owner's organisation ended."""
        key, _ = self.mandate()
        with self.database.unit_of_work() as session:
            row = session.get(Mandate, key)
            row.state, row.ended_at, row.end_cause = "ended", self.now, "revoke"
            return row.person_id
