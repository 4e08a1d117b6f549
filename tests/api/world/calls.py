"""What stands around a call."""

from sqlalchemy import select

from scenario_market.domain.challenges import asking, following
from scenario_market.domain.matching.records import Match
from scenario_market.domain.moves import Reason
from tests.api.matched import work_off

INSIDE = "；我司第三季度停产检修"  # of a question, what its asker alone should have written


class Calls:
    """What stands around a call."""

    def followed(self):
        """A call that the provider follows."""
        key, _ = self.challenge("opened")
        with self.database.unit_of_work() as session:
            following.follow(
                session,
                key,
                actor=self.actor(session, "provider"),
                now=self.now,
                organisation_id=self.organisations["provider"],
            )
        return key

    def question(self, state="asked", key=None):
        """Key and version of the provider's question on an open call: asked, published, or declined."""
        if key is None:
            key, _ = self.challenge("opened")
        with self.database.unit_of_work() as session:
            actor = self.actor(session, "provider")
            row = asking.ask(
                session,
                key,
                actor=actor,
                now=self.now,
                city=self.city,
                organisation_id=self.organisations["provider"],
                text=f"是否允许停线标定？{INSIDE}",
            )
            if state == "published":
                asking.publish(
                    session,
                    row.id,
                    actor=self.actor(session, "reviewer"),
                    now=self.now,
                    version=None,
                    text="是否允许停线标定？",
                )
            if state == "declined":
                asking.decline(
                    session,
                    row.id,
                    actor=self.actor(session, "reviewer"),
                    now=self.now,
                    city=self.city,
                    version=None,
                    reason=Reason("answered_already", INSIDE),
                )
            session.flush()
            return row.id, row.version

    def asked_call(self):
        """Key of an open call with a question that was made anonymous, one that waits and one that was declined."""
        key, _ = self.challenge("opened")
        self.question("published", key)
        self.question("declined", key)
        self.question("asked", key)
        return key

    def matched_call(self):
        """Keys of an open call and of the provider's match with it, made by the workers' own functions."""
        if not hasattr(self, "_matched_call"):
            key, _ = self.challenge("opened")
            work_off(self.app.extensions["settings"], self.database)
            mine = (Match.subject_kind == "challenge") & (Match.subject_id == key)
            own = Match.provider_id == self.providers["provider"]
            with self.database.reading() as session:
                match = session.scalars(select(Match.id).where(mine, own)).one()
            self._matched_call = key, match
        return self._matched_call
