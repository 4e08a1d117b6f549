"""Experts, panels, opened bids and sheets in their states; who sits is ``member`` and ``chairing`` from then on."""

import io

from sqlalchemy import select

from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation.models import CollusionHint, Panel, PanelSeat
from scenario_market.domain.experts import register
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.parties.models import Organisation
from tests.domain.evaluation import cases
from tests.domain.experts.cases import NO, Register

STEPS = ("unsealed", "prepared", "drawn", "accepted", "seated", "checked", "scoring", "begun")
LATER = ("blind", "scored", "consensus", "ranked")


class Evaluation:
    """The register, and a call on its way through the evaluation."""

    def expert(self, step="entered"):
        """Key and version of an expert: entered, admitted, suspended, or with a post; he is called ``self`` then."""
        with self.database.unit_of_work() as session:
            book = Register(session, self.city, now=self.now)
            row = book.enter() if step == "entered" else book.admitted()
            self.people["self"] = row.person_id
            if step == "suspended":
                register.suspend(
                    session, row.id, reason=NO, actor=book.officer, version=None, **book.context
                )
            self.post_id = book.post(row).id if step == "posted" else None
            session.flush()
            return row.id, row.version

    def newcomer(self):
        """The number of somebody with an account."""
        with self.database.unit_of_work() as session:
            return Register(session, self.city).expert_person().mobile

    def evaluated(self, step, what="call"):
        """Key and version of a call, its panel, a bid, a seat or a sheet, brought to a step by the commands."""
        with self.database.unit_of_work() as session:
            cast = cases.Cast(session, self.city, now=self.now)
            cast.sealer = self.app.extensions["panel_secrets"]
            known = select(Expert.id).where(Expert.is_finance, Expert.title != "")
            if session.scalar(known.limit(1)) is None:
                cast.populate()
            provider = session.get(Organisation, self.organisations["provider"])
            challenge = cast.call()
            bids = [cast.bid(challenge, lead=provider), cast.bid(challenge), cast.bid(challenge)]
            session.add(_file(bids[0], self._stored()))
            made = _brought(cast, challenge, bids, step)
            session.flush()
            panel = made.get("panel")
            if panel is not None and panel.record is not None:
                self._name(cast, panel)
            rows = {"call": challenge, "bid": bids[0], **made}
            self.evaluated_keys = {name: row.id for name, row in rows.items()}
            row = rows[what]
            self.file_id = session.scalars(
                select(BidFile.id).where(BidFile.bid_id == bids[0].id)
            ).one()
            self.bid_id = bids[0].id
            return row.id, row.version

    def looked_at(self, step, what="call"):
        """Key of what ``evaluated`` makes, one for all who only read it: playing scores takes long."""
        kept = self.__dict__.setdefault("_looked_at", {})
        if step not in kept:
            self.evaluated(step)
            kept[step] = self.evaluated_keys
        return kept[step][what]

    def _stored(self):
        files = self.app.extensions["files"]
        return files.keep(io.BytesIO(b"%PDF-1.7 %%EOF"), limit_bytes=100).stored_as

    def _name(self, cast, panel):
        seats = cast.seats(panel)
        self.people["member"] = cast.member(seats[0]).person_id
        for seat in seats:
            if seat.is_chair:
                self.people["chairing"] = cast.member(seat).person_id

    def qualify_all(self, key):
        """Find every bid of a call in order."""
        with self.database.unit_of_work() as session:
            cast = cases.Cast(session, self.city, now=self.now)
            for bid in session.scalars(select(Bid).where(Bid.challenge_id == key)).all():
                cast.qualify(bid)

    def asked_to_correct(self):
        """Key and version of a bid that was asked for its correction."""
        key, _ = self.evaluated("checked", "bid")
        with self.database.unit_of_work() as session:
            bid = session.get(Bid, key)
            cases.Cast(session, self.city, now=self.now).ask(bid)
            session.flush()
            return bid.id, bid.version

    def asked_for_file(self):
        """Keys of a bid and of its paper that was asked for anew."""
        key, _ = self.evaluated("checked", "bid")
        with self.database.unit_of_work() as session:
            bid, paper = session.get(Bid, key), _file(session.get(Bid, key), self._stored())
            paper.section = "statement"
            session.add(paper)
            session.flush()
            cases.Cast(session, self.city, now=self.now).ask(bid, f"files.{paper.id}")
            return bid.id, paper.id

    def hinted(self):
        """Key of a call with a hint of collusion."""
        key, _ = self.evaluated("unsealed")
        with self.database.unit_of_work() as session:
            session.add(
                CollusionHint(
                    challenge_id=key,
                    kind="address",
                    bid_ids=[self.bid_id],
                    evidence={"what": {"shared": "address f00d"}},
                    found_at=self.now,
                )
            )
        return key

    def prepared_early(self):
        """Key and version of a panel of a call that is not open yet."""
        made = self.evaluated("prepared", "panel")
        with self.database.unit_of_work() as session:
            call = session.get(Challenge, session.get(Panel, made[0]).challenge_id)
            call.state = "closed"
        return made

    def removal_asked(self):
        """Key and version of a seat whose holder is to be taken off the panel."""
        key, _ = self.evaluated("drawn", "seat")
        with self.database.unit_of_work() as session:
            cast = cases.Cast(session, self.city, now=self.now)
            seat = session.get(PanelSeat, key)
            cast.ask_removal(seat)
            return key, seat.version

    def resulted(self):
        """Key of a call whose result stands in public, its panel drawn."""
        key, _ = self.evaluated("ranked")
        with self.database.unit_of_work() as session:
            row = session.get(Challenge, key)
            row.state = "public_notice"
        return key


def _file(bid, stored_as):
    return BidFile(
        bid_id=bid.id,
        section="approach",
        name="方案.pdf",
        media_type="application/pdf",
        size_bytes=14,
        sha256="0" * 64,
        stored_as=stored_as,
        blind_stored_as=stored_as,
    )


def _brought(cast, challenge, bids, step):
    """Do what leads to the step; returns panel, seat and sheet as far as they are there."""
    at = (*STEPS, *LATER).index(step)
    if at < 1:
        return {}
    panel = cast.prepared(challenge)
    made = {"panel": panel}
    if at < 2:
        return made
    cast.make(panel)
    seats = cast.seats(panel)
    made["seat"] = seats[0]
    for seat in seats if at >= 4 else seats[:1] if at == 3 else ():
        cast.accept(seat)
        if at >= 4:
            cast.declare(seat)
    if at < 5:
        return made
    cast.begin(challenge)
    if at < 6:
        return made
    for bid in bids:
        cast.qualify(bid)
    cast.begin_scoring(challenge)
    made["sheet"] = cast.sheet(seats[0], bids[0])
    if at == 7:
        cast.save(made["sheet"])
    for part in ("blind", "open")[: max(0, at - 7)]:
        cast.score(panel, bids, part)
    if at >= 10:
        cast.deliberate(panel)
    if at >= 11:
        cast.rank(panel)
    return made
