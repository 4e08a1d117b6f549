"""Acts of those who bid, by the real commands, each as somebody of an organisation, made in a session by name."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from scenario_market.domain import clock
from scenario_market.domain.bids import beginning, consortium, sections, working
from scenario_market.domain.bids.models import ConsortiumInvitation, Participation, Workspace
from scenario_market.domain.bids.working import Act, Written
from scenario_market.domain.challenges import amending
from scenario_market.domain.deadlines import Deadline
from tests.domain.bids import desks
from tests.domain.bids.desks import ANSWERS
from tests.domain.challenges import cases
from tests.stateful.workspaces import Entry
from tests.vault.rings import halves

ORGANISATIONS, COLLEAGUES = 4, 2
SECTIONS = ("approach", "impact", "capability", "statement")


class Keys:
    """Makes the keys of the call, and keeps what opens its bids."""

    def __init__(self, web):
        self.web = web

    def new_challenge_keys(self, session, challenge_id, *, closes_at, now):
        self.kept = self.web.new_challenge_keys(challenge_id, [], not_before=closes_at)
        return self.kept.public_key


class Market:
    """A published call, the office, and organisations with colleagues who may bid on it, alone or together."""

    def __init__(self, session, city, *, winners):
        web, opener = halves()
        self.deadlines_before = session.scalar(select(func.max(Deadline.id))) or 0
        self.cast = cases.cast(session, city, sealing=Keys(web))
        self.cast.now = clock.now(session)
        challenge = self.cast.opened(rules={"winners": winners, "bids_min": winners})
        challenge.rules = challenge.rules | {"envelope_bytes": 131_072, "consortium_max": 3}
        self.key, self.city = challenge.id, city
        self.first_day = city.day(self.cast.now)
        self.scene = desks.Scene(session, city, web, opener, challenge, now=self.cast.now)
        self.organisations = [self.scene.bidder()[0] for _ in range(ORGANISATIONS)]
        scopes = ("offers", "sign")
        self.people = [
            [self.scene.colleague(one, *scopes) for _ in range(COLLEAGUES)]
            for one in self.organisations
        ]


class Bidder:
    """Somebody of an organisation, in a session of his own, at the clock's time.

    :param place: of the organisation. :param colleague: which of its people. :param number: picks what and whom.
    """

    def __init__(self, market, session, place, colleague, number):
        self.market, self.session, self.number = market, session, number
        self.now = clock.now(session)
        self.scene = replace(market.scene, session=session, now=self.now)
        self.organisation = market.organisations[place]
        self.actor = market.people[place][colleague]
        self.given = {"actor": self.actor, **self.scene.context}

    def do(self, verb):
        """The entry of an act, None where there was nothing to act on. Who has no part yet begins, or joins."""
        if self.workspace() is None and verb not in ("amend", "decline"):
            verb = "consent" if self.number % 2 else "begin"
        return getattr(self, verb)()

    def entry(self, key, verb, organisation_id=None, **more):
        self.session.flush()
        # As it stands now: who begins again may have read it just before the leaving was committed.
        version = self.session.get(Workspace, key, populate_existing=True).version
        return Entry(key, version, verb, organisation_id or self.organisation.id, self.now, **more)

    def workspace(self):
        query = select(Workspace).join(Participation, Participation.workspace_id == Workspace.id)
        return self.session.scalar(
            query.where(
                Participation.challenge_id == self.market.key,
                Participation.organisation_id == self.organisation.id,
            )
        )

    def begin(self):
        key = self.scene.begin(self.organisation, self.actor).id
        part = self.session.get_one(Participation, (self.market.key, self.organisation.id))
        mine = (part.joined_by_id, part.joined_at) == (self.actor.person_id, self.now)
        return self.entry(key, "begin") if mine else None  # else a colleague had begun before

    def act(self, verb, write, etag=None, **more):
        """An act made from what is read now: another's may come before it."""
        workspace = self.workspace()
        seen = self.scene.read(workspace, self.actor)
        if seen.contents is None:
            return None  # opened meanwhile
        version, written = workspace.version, write(seen.desk)
        over = {
            name: Written(answer, etag or desks.etag(seen.contents.draft[name]))
            for name, answer in written.items()
        }
        made = Act(verb=verb, version=version, written=over, **more)
        return self.made(workspace.access_key, made, written)

    def made(self, access_key, act, written):
        done = working.act(
            self.session,
            access_key,
            act=act,
            actor=self.actor,
            receipts=self.scene.receipts,
            **self.scene.sealed,
        )
        return self.entry(
            done.desk.workspace.id,
            done.verb,
            number=done.desk.challenge.content_number,
            written=sections.checked(written, self.market.city.codes),
            content_hash=done.receipt["content_hash"],
        )

    def text(self, desk):
        name = SECTIONS[self.number % len(SECTIONS)]
        return {name: {"text": f"{self.actor.person_id}所写第{self.number}稿"}}

    def save(self):
        return self.act("save", self.text)

    def write_over(self):
        """Over what he has not read."""
        return self.act("save", self.text, etag="0" * 16)

    def hand_in(self):
        return self.act("hand_in", self.whole, accepts_rules=True)

    def withdraw(self):
        return self.act("withdraw", lambda desk: {})

    def whole(self, desk):
        """A complete bid of those who take part now."""
        shares = [100 // len(desk.partners)] * len(desk.partners)
        shares[0] += 100 - sum(shares)
        rows = [
            {"organisation_uscc": one.uscc, "role": "分工", "share_percent": share}
            for one, share in zip(desk.partners, shares, strict=True)
        ]
        return ANSWERS | {"division": rows if len(rows) > 1 else []} | self.text(desk)

    def invite(self):
        workspace = self.workspace()
        other = self.market.organisations[self.number % ORGANISATIONS]
        if other is self.organisation:
            return None
        consortium.invite(self.session, workspace.access_key, uscc=other.uscc, **self.given)
        return self.entry(workspace.id, "invite", other.id)

    def answer(self, command, verb, *of):
        """:param of: which of the invitations that wait."""
        waiting = select(ConsortiumInvitation).where(ConsortiumInvitation.answer.is_(None), *of)
        rows = self.session.scalars(waiting.order_by(ConsortiumInvitation.id)).all()
        if not rows:
            return None
        row = rows[self.number % len(rows)]
        command(self.session, row.access_key, **self.given)
        return self.entry(row.workspace_id, verb, row.organisation_id)

    def consent(self):
        mine = ConsortiumInvitation.organisation_id == self.organisation.id
        return self.answer(consortium.consent, "consent", mine)

    def decline(self):
        mine = ConsortiumInvitation.organisation_id == self.organisation.id
        return self.answer(consortium.decline, "decline", mine)

    def call_back(self):
        workspace = self.workspace()
        of = ConsortiumInvitation.workspace_id == workspace.id
        return self.answer(consortium.call_back, "call_back", of)

    def leave(self):
        workspace = self.workspace()
        if self.number % 4:
            return None
        key = self.organisation.id
        beginning.leave(self.session, workspace.access_key, organisation_id=key, **self.given)
        return self.entry(workspace.id, "leave")

    def amend(self):
        """The office changes the call; what was handed in has to be handed in again."""
        fields = {"term_months": 10 + self.number % 5}
        if self.number % 3 == 0:
            fields = {"title": f"轴承座产线表面缺陷在线检测（{self.number}）"}
        row = amending.amend(
            self.session,
            self.market.key,
            actor=self.market.cast.lead,
            version=None,
            fields=fields,
            reason="发榜方要求",
            closes_on=self.market.first_day + timedelta(days=50 + self.number % 3),
            **self.scene.context,
        )
        return row.reconfirm_number
