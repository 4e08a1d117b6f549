"""Answers of providers, up to the contract."""

from scenario_market.domain.demands import docking, responding
from tests.domain.demands.cases import ANSWER, CONTRACT


class Responses:
    """Answers of providers, up to the contract."""

    def answer(self, step="submitted"):
        """A provider's answer: submitted, accepted, confirmed, or with a recorded contract."""
        key, _ = self.demand("listed")
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            provider = self.actor(session, "provider")
            row = responding.submit(
                session,
                key,
                actor=provider,
                organisation_id=self.organisations["provider"],
                fields=ANSWER,
                **cast.context,
            )
            plain = {"now": cast.now, "version": None}
            steps = ("submitted", "accepted", "confirmed", "contracted").index(step)
            if steps > 0:
                docking.accept(session, row.id, actor=cast.owner, **plain)
            if steps > 1:
                docking.confirm(session, row.id, actor=provider, **plain)
            if steps > 2:
                fields = {**CONTRACT, "signed_on": self.city.day(cast.now).isoformat()}
                docking.record_contract(
                    session, row.id, actor=provider, fields=fields, city=self.city, **plain
                )
            session.flush()
            return row.id, row.version
