"""Pledges, from the award to the signed paper."""

import io
from types import SimpleNamespace

from scenario_market.domain import clock
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.dossiers import exporting
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.pledges import issuing, signing
from scenario_market.domain.pledges.models import PledgeSignature
from scenario_market.vault.seals import CmsSeals
from tests.domain.pledges import cases

PAPER = Upload("军令状.pdf", "application/pdf", 9, "cd" * 32, "cd/cd/" + "cd" * 32)


class Pledges:
    """Pledges, from the award to the signed paper."""

    def pledge(self, step="begun"):
        """A pledge of the provider with the owner: begun, settled, scanned (its last signature), or signed."""
        with self.database.unit_of_work() as session:
            cast = self._pledging(session)
            pledge = cast.begun()
            if step != "begun":
                cast.agree(pledge)
            if step == "scanned":
                cast.sign(pledge, "owner", form="scan", attachment_id=cast.scan(pledge).id)
            if step == "signed":
                cast.sign_all(pledge)
                issuing.issue(session, pledge.id, paper=PAPER, now=cast.now)
            session.flush()
            return pledge.id, pledge.version

    def pledged_case(self, state=None):
        """The key of a call whose pledge is signed; in a state by fiat, where one is named."""
        with self.database.unit_of_work() as session:
            pledge = self._pledging(session).signed()
            session.flush()
            if state is not None:
                session.get(Challenge, pledge.challenge_id).state = state
            return pledge.challenge_id

    def case_export(self):
        """The key of an export of a case that is made; its file is any."""
        key = self.pledged_case()
        data = f"the record of case {key}".encode()
        kept = self.app.extensions["files"].keep(io.BytesIO(data), limit_bytes=1000)
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            lead = self.actor(session, "lead")
            row = exporting.ask(session, "challenge", key, actor=lead, now=now)
            made = exporting.Made(
                kept.stored_as, kept.sha256, "0" * 64, kept.size_bytes, 1, [], now.date()
            )
            exporting.keep(session, row.id, made, now=now, city=self.city)
            return row.id

    def _pledging(self, session):
        """The cast of the pledges' tests, played by these people."""
        cast = cases.Cast(session, self.city, now=self.cast(session).now)
        cast.owner_organisation = SimpleNamespace(id=self.organisations["owner"])
        cast.winner_organisation = session.get(Organisation, self.organisations["provider"])
        cast.winner, cast.signatory, cast.lead = (
            self.actor(session, name) for name in ("provider", "owner", "lead")
        )
        for actor in (cast.winner, cast.signatory, cast.lead):
            session.get(Person, actor.person_id).password_hash = "hash of 口令"
        key = self.app.extensions["platform"]
        cast.tools = signing.Tools(key, CmsSeals(None), cases.CODE_KEY)
        return cast

    def pledge_hash(self, pledge_id):
        with self.database.reading() as session:
            return session.get(cases.Pledge, pledge_id).sha256

    def check_code(self):
        """The code on a signed pledge's paper."""
        key, _ = self.pledge("signed")
        with self.database.reading() as session:
            return session.get(cases.Pledge, key).check_code

    def scanned(self):
        """The key of a signature whose scan is to be checked, with its pledge and the pledge's version."""
        key, version = self.pledge("scanned")
        with self.database.reading() as session:
            signature = session.query(PledgeSignature).filter_by(pledge_id=key).one()
            return key, signature.id, version
