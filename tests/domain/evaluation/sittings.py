"""How a panel scores, deliberates and ranks: what of the cast comes after the formal check."""

from sqlalchemy import select

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation import deliberating, formal, ranking, sheets
from scenario_market.domain.evaluation.models import PanelSeat, ScoreSheet
from scenario_market.domain.moves import Reason

AGAIN = Reason("deliberated", "合议后请复核")


class Sittings:
    """What a seated panel does."""

    def begin_scoring(self, challenge, actor=None, version=None):
        return formal.begin_scoring(
            self.session, challenge.id, actor=actor or self.officer, now=self.now, version=version
        )

    def scoring(self, bids=3, **rules):
        """A call whose panel scores: the call, its panel and its bids."""
        self.populate()
        challenge = self.call(**rules)
        made = [self.bid(challenge) for _ in range(bids)]
        panel = self.seated(challenge)
        self.begin(challenge)
        for bid in made:
            self.qualify(bid)
        self.begin_scoring(challenge)
        return challenge, panel, made

    def sheet(self, seat, bid, part="blind"):
        query = select(ScoreSheet).where(
            ScoreSheet.seat_id == seat.id, ScoreSheet.bid_id == bid.id, ScoreSheet.part == part
        )
        return self.session.scalars(query).one()

    def save(self, sheet, score=70, actor=None, version=None, **scores):
        """Save a sheet with one score for each of its criteria, but for those named."""
        challenge = self.session.get(Challenge, sheet.challenge_id)
        given = {
            code: {"score": scores.get(code, score), "reason": f"第 {code} 项理由"}
            for code in sheets.codes_of(challenge, sheet.part)
        }
        seat = self.session.get(PanelSeat, sheet.seat_id)
        return sheets.save(
            self.session,
            sheet.id,
            scores=given,
            actor=actor or self.member(seat),
            version=version,
            **self.context,
        )

    def submit(self, sheet, actor=None, version=None):
        seat = self.session.get(PanelSeat, sheet.seat_id)
        return sheets.submit(
            self.session,
            sheet.id,
            actor=actor or self.member(seat),
            version=version,
            **self.context,
        )

    def score(self, panel, bids, part, score=70, **scores):
        """Every member scores every bid in one part. :param score: a number, or what makes one of seat and bid."""
        for seat in self.seats(panel, "clear"):
            for bid in bids:
                sheet = self.sheet(seat, bid, part)
                self.save(sheet, score(seat, bid) if callable(score) else score, **scores)
                self.submit(sheet)

    def chair(self, panel):
        (seat,) = [seat for seat in self.seats(panel, "clear") if seat.is_chair]
        return self.member(seat)

    def deliberate(self, panel, actor=None, version=None):
        return deliberating.deliberate(
            self.session, panel.id, actor=actor or self.chair(panel), now=self.now, version=version
        )

    def consensus(self, score=70, bids=3, **rules):
        challenge, panel, made = self.scoring(bids, **rules)
        for part in ("blind", "open"):
            self.score(panel, made, part, score)
        self.deliberate(panel)
        return challenge, panel, made

    def rank(self, panel, actor=None, version=None):
        return ranking.rank(
            self.session, panel.id, actor=actor or self.chair(panel), now=self.now, version=version
        )

    def reopen(self, sheet, actor, version=None, reason=AGAIN):
        return deliberating.reopen(
            self.session, sheet.id, reason=reason, actor=actor, version=version, **self.context
        )
