"""Calls in their states."""

from types import SimpleNamespace

from scenario_market.domain.challenges import publishing
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.keys import officers
from tests.domain.challenges import cases
from tests.factories import NOW

PASSPHRASE = "密钥保管人 {} 的一句很长的口令"


class Challenges:
    """Calls in their states."""

    def calls(self, session):
        """The cast of the calls' tests, played by these people, with the application's own keys."""
        played = self.cast(session)
        self._share_keys(session)
        made = cases.Cast(session, self.city, now=played.now)
        made.owner_organisation = SimpleNamespace(id=self.organisations["owner"])
        made.owner, made.lead, made.reviewers = played.owner, played.lead, played.reviewers
        made.author = self.actor(session, "other_lead")
        made.joint = self.actor(session, "joint")
        made.sealing = self.app.extensions["locksmith"]
        return made

    def _share_keys(self, session):
        """Two key officers, without whom no call comes out."""
        if len(officers.active(session, self.now)) >= officers.AT_LEAST:
            return
        keys = self.app.extensions["officer_keys"]
        for name in ("keeper", "second_keeper"):
            actor = self.actor(session, name)
            new = keys.enrol(actor.person_id, PASSPHRASE.format(name))
            officers.enrol(session, new=new, actor=actor, now=NOW)

    def share_keys(self):
        """Key officers are there from now on."""
        with self.database.unit_of_work() as session:
            self._share_keys(session)

    def challenge(self, state="drafted", **fields):
        """Key and version of a call that the commands brought into a state (a method of its cast)."""
        with self.database.unit_of_work() as session:
            row = getattr(self.calls(session), state)(**fields)
            session.flush()
            return row.id, row.version

    def planned(self):
        """An approved call whose publication is planned."""
        with self.database.unit_of_work() as session:
            cast = self.calls(session)
            row = cast.ready()
            publishing.schedule(
                session,
                row.id,
                actor=cast.lead,
                version=None,
                publish_at=cast.now.replace(year=2099),
                **cast.context,
            )
            session.flush()
            return row.id, row.version

    def unsealed(self, state="unsealed"):
        """A call whose opened bids are none: its opening has tests of its own."""
        key, _ = self.challenge("opened")
        with self.database.unit_of_work() as session:
            row = session.get(Challenge, key)
            row.state = state
            session.flush()
            return row.id, row.version
