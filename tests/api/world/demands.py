"""Needs in their states."""

from scenario_market.domain.demands import amending, drafting, sharpening
from scenario_market.domain.demands.models import Demand
from tests.api.world.cast import FIELDS


class Demands:
    """Needs in their states."""

    def demand(self, state="draft", **fields):
        """Key and version of a demand that the commands brought into a state."""
        with self.database.unit_of_work() as session:
            row = getattr(self.cast(session), state)(**{**FIELDS, **fields})
            session.flush()
            return row.id, row.version

    def recommendable(self):
        """A submitted need of the programme that asks the district for its word."""
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            row = drafting.draft(
                session,
                actor=cast.owner,
                fields=FIELDS,
                organisation_id=self.organisations["owner"],
                programme="industrial_trial",
                **cast.context,
            )
            drafting.submit(session, row.id, actor=cast.owner, version=None, **cast.context)
            session.flush()
            return row.id, row.version

    def rough(self, step=None):
        """A rough problem; with ``step`` assigned to the diagnosis provider, or with its proposal."""
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            row = drafting.draft(
                session,
                actor=cast.owner,
                fields={
                    "title": "焊接返修多",
                    "problem": "焊缝返修率高，原因不明",
                    "district": "420106",
                },
                organisation_id=self.organisations["owner"],
                is_rough=True,
                **cast.context,
            )
            if step:
                key = self.providers["provider"]
                sharpening.assign(
                    session, row.id, actor=cast.lead, version=None, provider_id=key, **cast.context
                )
            if step == "proposed":
                fields = {"pain_points": "焊缝返修率 8%，缺少过程数据"}
                actor = self.actor(session, "provider")
                sharpening.propose(
                    session, row.id, actor=actor, version=None, fields=fields, **cast.context
                )
            session.flush()
            return row.id, row.version

    def amended(self):
        """A listed demand with a change that waits."""
        key, _ = self.demand("listed")
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            amending.amend(
                session,
                key,
                actor=cast.owner,
                version=None,
                fields={"place": "三号厂房"},
                reason="产线调整",
                **cast.context,
            )
            session.flush()
            return key, session.get(Demand, key).version
