"""A call that was awarded, its winner and reserves, and the way of a pledge through the commands.

Calls and bids stand by fiat in the state in which the award leaves them: how they come there is shown where they are.
"""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.bids.awards import Award
from scenario_market.domain.evaluation.models import Ranking
from scenario_market.domain.parties import proving
from scenario_market.domain.pledges import beginning, checking, negotiating, signing
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.vault.seals import CmsSeals
from scenario_market.vault.signing import SigningKey
from tests import factories
from tests.domain.pledges.papers import CALLED, CONTENT
from tests.domain.projects import cases as projects

__all__ = ["CODE_KEY", "Cast", "Pledge", "cast", "pledge_in"]
CODE_KEY = b"one-time codes of the tests"


class Known:
    """A password that everybody here has; hashing slowly is shown elsewhere."""

    def verify(self, kept, password):
        return kept is not None and kept == f"hash of {password}"


@dataclass
class Cast(projects.Cast):
    """An awarded call with a winner, its owner and the office, each with who signs."""

    tools: Any = None
    winner: Any = None
    winner_organisation: Any = None
    signatory: Actor = None

    def awarded(self, programme="scenario_challenge", **columns):
        """A call whose result is final."""
        return self.challenge(
            "awarded",
            programme,
            **{"metrics": CALLED, "reward_fen": 100_000_001, "term_months": 12} | columns,
        )

    def award(self, challenge, bid, slot=1):
        """The bid holds a place under a document number."""
        row = Award(
            challenge_id=challenge.id,
            bid_id=bid.id,
            slot=slot,
            document_number="武场景〔2026〕12号",
            awarded_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def ranked(self, bid, place):
        """Where a bid stood in the ranking."""
        row = Ranking(
            challenge_id=bid.challenge_id,
            attempt=1,
            bid_id=bid.id,
            place=place,
            total="90",
            scores={},
            failed=[],
            used=5,
            outcome="recommended" if place == 1 else "reserve",
            made_at=self.now,
        )
        self.session.add(row)
        self.session.flush()

    def winning(self, challenge, organisation, *members, state="awarded"):
        """A bid with content, in the state that the result left it in."""
        bid = self.bid(challenge, organisation, *members, state=state)
        bid.content = CONTENT
        self.session.flush()
        return bid

    def signing(self, organisation, *scopes):
        """Somebody of an organisation who may sign, with the password of the tests."""
        person = self.person()
        person.password_hash = "hash of 口令"
        factories.mandate(self.session, organisation.id, person.id, *scopes, "sign")
        role = "enterprise" if "demands" in scopes else "provider"
        return Actor(
            person_id=person.id,
            roles=frozenset({role}),
            mandates={organisation.id: frozenset({*scopes, "sign"})},
        )

    def begun(self, programme="scenario_challenge", members=(), reserves=()):
        """A pledge that is negotiated; ``reserves``: organisations whose bids wait, in the order of their places."""
        challenge = self.awarded(programme)
        bid = self.winning(challenge, self.winner_organisation, *members)
        self.award(challenge, bid)
        waiting = [self.winning(challenge, one, state="reserve") for one in reserves]
        # The ranking does not follow the order in which the bids came in.
        for place, one in enumerate([bid, *waiting], 1):
            self.ranked(one, place)
        return beginning.begin(
            self.session, challenge=challenge, bid=bid, actor=self.lead, **self.context
        )

    @property
    def parties(self):
        return {"provider": self.winner, "owner": self.signatory, "office": self.lead}

    def agree(self, pledge, *parties, reason=""):
        for name in parties or self.parties:
            negotiating.agree(
                self.session,
                pledge.id,
                number=pledge.number,
                reason=reason,
                actor=self.parties[name],
                now=self.now,
                version=None,
            )
        return pledge

    def settled(self, **how):
        """A pledge that is to be signed."""
        return self.agree(self.begun(**how))

    def propose(self, pledge, party="provider", reason="测量口径需要细化", **wanted):
        return negotiating.propose(
            self.session,
            pledge.id,
            wanted={name.replace("__", "."): value for name, value in wanted.items()},
            reason=reason,
            actor=self.parties[party],
            version=None,
            **self.context,
        )

    def proof(self, actor, password="口令", code=None):
        return proving.prepare(
            self.session,
            password=None if code else password,
            code=code,
            hasher=Known(),
            actor=actor,
        )

    def sign(self, pledge, party, *, actor=None, password="口令", code=None, shown=None, **how):
        """One party signs; returns the outcome."""
        actor = actor or self.parties[party]
        act = signing.Act(shown or pledge.sha256, **how)
        return signing.sign(
            self.session,
            pledge.id,
            act=act,
            proof=self.proof(actor, password, code),
            tools=self.tools,
            actor=actor,
            version=None,
            **self.context,
        )

    def sign_all(self, pledge, *parties):
        for party in parties or self.parties:
            assert self.sign(pledge, party).refused is None
        return pledge

    def signed(self, **how):
        return self.sign_all(self.settled(**how))

    def scan(self, pledge, actor=None):
        """A scan of the paper under its 公章, attached."""
        row = Attachment(
            subject_kind="pledge",
            subject_id=pledge.id,
            purpose="scan",
            name="军令状（盖章）.pdf",
            media_type="application/pdf",
            size_bytes=1,
            sha256="5c" * 32,
            stored_as="5c/5c/" + "5c" * 32,
            uploaded_by_id=(actor or self.signatory).person_id,
            created_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def check(self, pledge, signature, officer, *, is_accepted=True, reason=None):
        return checking.check_scan(
            self.session,
            pledge.id,
            signature.id,
            is_accepted=is_accepted,
            reason=reason,
            actor=officer,
            version=None,
            **self.context,
        )

    def seal(self, seal, pledge):
        """Base64 of a seal over the text that is to be signed."""
        text = negotiating.version_of(self.session, pledge).canonical.encode()
        return base64.b64encode(seal.sign(text)).decode()

    def signatures(self, pledge):
        query = select(PledgeSignature).where(PledgeSignature.pledge_id == pledge.id)
        return self.session.scalars(query.order_by(PledgeSignature.id)).all()

    def later(self, **duration):
        self.now += timedelta(**duration)
        return self


def cast(session, city, folder):
    """The cast of a test. :param folder: where the platform's key and the anchors of seals lie."""
    made = Cast(session, city)
    made.owner_organisation = made.organisation(name="测试需求单位")
    made.owner = factories.owner_of(made.owner_organisation, made.person())
    made.reviewers = [factories.officer(made.person()) for _ in range(3)]
    lead = made.person()
    lead.password_hash = "hash of 口令"
    made.lead = factories.officer(lead, "office_lead")
    made.winner_organisation = made.organisation(name="测试揭榜单位")
    made.winner = made.signing(made.winner_organisation, "offers")
    made.signatory = made.signing(made.owner_organisation, "demands")
    made.tools = signing.Tools(
        signer=SigningKey.new(),
        seals=CmsSeals(folder / "anchors"),
        key=CODE_KEY,
    )
    return made


def pledge_in(cast, state, **columns):
    """A pledge that stands in a state by fiat, for the refused moves."""
    pledge = cast.begun()
    pledge.state = state
    if state == "signed":
        pledge.signed_at = cast.now
    for name, value in columns.items():
        setattr(pledge, name, value)
    cast.session.flush()
    return pledge
