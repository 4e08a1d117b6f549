"""Results in their states, played by the people of the world; the ranking stands by fiat."""

from scenario_market.domain.publicity import posting
from scenario_market.domain.results.models import ResultLetter
from tests.domain.results import cases


class Results:
    """Results in their states."""

    def _played(self, session):
        """A result whose panel has the world's expert in its chair, and whose first bid is the provider's."""
        cast = self.cast(session)
        chair = self.actor(session, "expert")
        made = cases.result(cast, provider_id=self.organisations["provider"], chair=chair)
        made.now = cast.now
        made.reviewer = self.actor(session, "objections")
        made.objector = self.actor(session, "other")
        return made

    def result(self, step=None, *, unsigned=False):
        """Key and version of a challenge whose result the commands brought to a step."""
        with self.database.unit_of_work() as session:
            made = self._played(session)
            if step == "over":  # played so long ago that the notice is over by now
                made.at(days=-30)
            if step == "signed":
                made.drafted()
                made.sign(*(made.panel[1:] if unsigned else made.panel))
            elif step:
                getattr(made, step)()
            session.flush()
            return made.challenge.id, made.challenge.version

    def opinion_hash(self, challenge_id):
        from scenario_market.domain.results.finding import opinion_of

        with self.database.unit_of_work() as session:
            return opinion_of(session, challenge_id).content_hash

    def notice(self):
        """The key of a public notice that stands."""
        key, _ = self.result("announced")
        with self.database.unit_of_work() as session:
            return posting.standing(session, "challenge", key).id

    def letter(self):
        """The key of the provider's letter."""
        key, _ = self.result("announced")
        with self.database.unit_of_work() as session:
            found = session.query(ResultLetter).filter_by(challenge_id=key)
            return found.order_by(ResultLetter.bid_id).first().id

    def objection(self, step="filed"):
        """Key and version of an objection of the other provider's person, filed or admitted."""
        with self.database.unit_of_work() as session:
            made = self._played(session)
            made.announced()
            row = getattr(made, step)()
            session.flush()
            return row.id, row.version
