"""Key officers and early openings."""

import secrets

from sqlalchemy import select

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids import emergency
from scenario_market.domain.bids.models import Reentry, Workspace
from scenario_market.domain.challenges.opening_events import BidUnreadable
from scenario_market.domain.evaluation import reentering
from scenario_market.domain.keys import naming, officers
from scenario_market.domain.keys.models import EarlyOpening, KeyOfficer
from tests import factories
from tests.api.world.challenges import PASSPHRASE

REASON = "主机遭入侵，需提前封存"


class Openings:
    """Key officers and early openings, with what officers give to prove themselves."""

    def passphrase(self, name):
        return PASSPHRASE.format(name)

    def key_officer(self, name="keeper"):
        """Key and version of somebody's key, which he has."""
        with self.database.unit_of_work() as session:
            self._share_keys(session)
            mine = KeyOfficer.person_id == self.people[name]
            row = session.scalar(select(KeyOfficer).where(mine, KeyOfficer.retired_at.is_(None)))
            if row is None:
                actor = self.actor(session, name)
                vault = self.app.extensions["officer_keys"]
                new = vault.enrol(actor.person_id, self.passphrase(name))
                row = officers.enrol(session, new=new, actor=actor, now=self.now)
            return row.id, row.version

    def key_naming(self):
        """Key and version of a naming that waits for its confirmation."""
        self.key_officer()
        somebody = self.nobody()
        with self.database.unit_of_work() as session:
            boss = self.actor(session, "administrator")
            row = naming.ask(session, person_id=somebody, actor=boss, now=self.now)
            return row.id, row.version

    def nobody(self):
        """The key of somebody new, without a role."""
        with self.database.unit_of_work() as session:
            return factories.person(session).id

    def spoilt_call(self):
        """The key of an opened call, an envelope of which did not open."""
        challenge_id = self.evaluated("unsealed")[0]
        self.key_officer("keeper")
        self.key_officer("second_keeper")
        with self.database.unit_of_work() as session:
            row = Workspace(
                access_key=secrets.token_hex(16),
                challenge_id=challenge_id,
                organisation_id=factories.organisation(session, uscc=f"S{challenge_id:017}").id,
                envelope=b"spoilt",
                sealed_key=b"",
                created_at=self.now,
                updated_at=self.now,
            )
            session.add(row)
            session.flush()
            fact = BidUnreadable(subject_id=challenge_id, workspace_id=row.id)
            outbox.record(session, fact, actor=SYSTEM, now=self.now)
        return challenge_id

    def reentry(self):
        """Key and version of a second look that the keeper asked for; the key of its call."""
        challenge_id = self.spoilt_call()
        with self.database.unit_of_work() as session:
            actor = self.actor(session, "keeper")
            row = reentering.ask(session, challenge_id, reason=REASON, actor=actor, now=self.now)
            return row.id, row.version

    def looked_at_again(self):
        """The key of a call that somebody asked to look at again."""
        key, _ = self.reentry()
        with self.database.reading() as session:
            return session.get(Reentry, key).challenge_id

    def without_key(self, name="new_keeper"):
        """He has no key, or none any more."""
        with self.database.unit_of_work() as session:
            for row in officers.active(session, self.now):
                if row.person_id == self.people[name]:
                    actor = self.actor(session, name)
                    officers.retire(session, row.id, actor=actor, now=self.now, version=None)

    def early_opening(self):
        """Key and version of what the keeper asked for on an open call."""
        challenge_id, _ = self.challenge("opened")
        with self.database.unit_of_work() as session:
            actor = self.actor(session, "keeper")
            proof = emergency.prove(
                session,
                challenge_id,
                passphrase=self.passphrase("keeper"),
                actor=actor,
                now=self.now,
                vault=self.app.extensions["officer_keys"],
            )
            row = emergency.ask(
                session, challenge_id, reason=REASON, proof=proof, actor=actor, now=self.now
            )
            return row.id, row.version

    def called_early(self):
        """Key of a call whose bids somebody asked to open early."""
        key, _ = self.early_opening()
        with self.database.reading() as session:
            return session.get(EarlyOpening, key).challenge_id
