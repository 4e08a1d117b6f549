"""Pledges of a random play: agreed to and signed by provider, owner and office, each by the real command."""

from sqlalchemy import select, update

from scenario_market.domain.actor import Actor
from scenario_market.domain.parties import proving
from scenario_market.domain.parties.models import Person
from scenario_market.domain.pledges import negotiating, signing
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.states import OPEN, PARTIES
from scenario_market.domain.projects.models import Project
from scenario_market.vault.seals import CmsSeals
from scenario_market.vault.signing import SigningKey
from tests.domain.pledges.cases import CODE_KEY, Known

TOOLS = signing.Tools(signer=SigningKey.new(), seals=CmsSeals(None), key=CODE_KEY)


def with_passwords(session):
    """Everybody of the play can prove who he is."""
    session.execute(update(Person).values(password_hash="hash of 口令"))


class Signing:
    """Acts on the pledges of an ``Office``'s call."""

    def pledges(self):
        query = select(Pledge).where(
            Pledge.challenge_id == self.market.key, Pledge.state.in_(sorted(OPEN))
        )
        return self.session.scalars(query.order_by(Pledge.id)).all()

    def signatory(self, row, party):
        owner = self.cast.owner
        return {
            "provider": lambda: self.bidder(row.organisation_id),
            "owner": lambda: Actor(
                person_id=owner.person_id,
                roles=owner.roles,
                mandates={row.owner_id: frozenset({"demands", "sign"})},
            ),
            "office": lambda: self.cast.lead,
        }[party]()

    def sign(self):
        """One party of one pledge agrees, or signs where all have agreed; it may have done so already."""
        rows = self.pledges()
        if not rows:
            return
        row = rows[self.number % len(rows)]
        party = PARTIES[self.number // 2 % len(PARTIES)]
        given = {"actor": self.signatory(row, party), "now": self.cast.now, "version": None}
        if row.state == "negotiating":
            negotiating.agree(self.session, row.id, number=row.number, reason="同意", **given)
            return
        proof = proving.prepare(self.session, password="口令", hasher=Known(), actor=given["actor"])
        done = signing.sign(
            self.session,
            row.id,
            act=signing.Act(row.sha256),
            proof=proof,
            tools=TOOLS,
            city=self.market.city,
            **given,
        )
        assert done.refused is None


def look_at_signatures(session, pledge):
    """A pledge is signed when all three have signed its text, and then its work has begun; before, it has not."""
    given = select(PledgeSignature).where(
        PledgeSignature.pledge_id == pledge.id, PledgeSignature.void_at.is_(None)
    )
    live = session.scalars(given).all()
    assert {one.sha256 for one in live} <= {pledge.sha256}
    assert len({one.party for one in live}) == len({one.person_id for one in live}) == len(live)
    is_signed = pledge.state == "signed"
    if pledge.state in OPEN or is_signed:
        assert is_signed == (len(live) == len(PARTIES))
    state = session.scalar(select(Project.state).where(Project.id == pledge.project_id))
    assert (state == "active") == is_signed
