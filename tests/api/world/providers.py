"""Providers, their offerings and appeals."""

from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.providers import admission, appeals, offerings, profile
from scenario_market.domain.providers.models import Offering, Provider
from scenario_market.domain.providers.states import MOVES
from tests import factories
from tests.api.world.cast import SCOPES
from tests.domain.providers.conftest import COMPLETE as PROFILE
from tests.workers.test_pipeline import FITS


class Providers:
    """Providers, their offerings and appeals."""

    def admitted(self, session, organisation, name, until="admit"):
        """A provider that went through admission up to a verb."""
        actor = self.actor(session, name)
        row = profile.open_profile(session, organisation.id, actor=actor, now=self.now)
        context = {"version": None, "now": self.now}
        fields = {**PROFILE, "capabilities": FITS, "introduction": FITS, "is_listed": True}
        profile.edit_profile(session, row.id, fields, actor=actor, city=self.city, **context)
        path = ["apply", "review", "admit", "warn", "rectify", "suspend"]
        for verb in path[: path.index(until) + 1] if until else []:
            self.move(session, row.id, verb, actor)
        session.flush()
        return row

    def move(self, session, key, verb, keeper):
        """One move of a provider, by whoever may."""
        context = {"version": None, "now": self.now}
        if verb in ("apply", "admit"):
            context["city"] = self.city
        if MOVES[verb].reasons:
            reason = Reason("complaint", "投诉已核实。")
            context |= {"reason": reason, "city": self.city}
        by = keeper if verb in ("apply", "rectify") else self.actor(session, "lead")
        getattr(admission, verb)(session, key, actor=by, **context)

    def provider(self, until=None):
        """A provider of an organisation of its own, kept by the provider's person, at a stage of admission."""
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            organisation = cast.organisation(name="服务商新")
            keeper = self.people["provider"]
            factories.mandate(session, organisation.id, keeper, *SCOPES["provider"])
            row = self.admitted(session, organisation, "provider", until)
            return row.id, row.version

    def offering(self):
        """A provider and its offering."""
        key, _ = self.provider("admit")
        with self.database.unit_of_work() as session:
            offerings.add_offering(
                session,
                key,
                {"title": "焊缝检测系统"},
                version=None,
                actor=self.actor(session, "provider"),
                now=self.now,
                city=self.city,
            )
            session.flush()
            one = session.query(Offering).filter_by(provider_id=key).one()
            return key, one.id, session.get(Provider, key).version

    def appeal(self, *, filed=True):
        """A suspended provider and the change, or the appeal against it."""
        key, _ = self.provider("suspend")
        with self.database.unit_of_work() as session:
            change = (
                session.query(StateChange)
                .filter_by(subject_kind="provider", subject_id=key, verb="suspend")
                .one()
            )
            if not filed:
                return key, change.id
            row = appeals.file_appeal(
                session,
                key,
                state_change_id=change.id,
                grounds="事实有误",
                actor=self.actor(session, "provider"),
                now=self.now,
                city=self.city,
            )
            session.flush()
            return row.id, row.version

    def without_profile(self):
        """An organisation of the provider's person that has no profile."""
        with self.database.unit_of_work() as session:
            row = self.cast(session).organisation(name="服务商未建档")
            factories.mandate(session, row.id, self.people["provider"], *SCOPES["provider"])
            return row.id
