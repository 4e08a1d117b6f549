"""Landmarks in their states; the accepted project stands by fiat."""

import io

from scenario_market.domain import clock
from scenario_market.domain.attachments import attaching
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.landmarks import certifying
from scenario_market.domain.landmarks.models import Landmark
from tests.domain.landmarks import cases
from tests.domain.projects import cases as projects


class Landmarks:
    """Landmarks in their states."""

    def _accepted(self, session, ago=0):
        cast = self.cast(session)
        made = projects.Cast(session, self.city, now=cast.now)
        made.owner_organisation, made.owner = cast.owner_organisation, cast.owner
        made.reviewers, made.lead = cast.reviewers, cast.lead
        found = cases.accepted(made)
        return cases.later(found, days=-ago)

    def accepted_project(self):
        """The key of an accepted project of the owner's."""
        with self.database.unit_of_work() as session:
            return self._accepted(session).project.id

    def landmark(self, step="nominated"):
        """Key and version of a landmark that the commands brought to a step."""
        with self.database.unit_of_work() as session:
            # what waits for the end of its notice was put up so long ago that it is over by now
            made = self._accepted(session, ago=30 if step in ("over", "certified") else 0)
            getattr(made, step)()
            session.flush()
            return made.row.id, made.row.version

    def pictured(self, *pictures, story=None):
        """The key of a certified landmark with these pictures, each a name, a media type and its bytes."""
        files = self.app.extensions["files"]
        with self.database.unit_of_work() as session:
            made = self._accepted(session, ago=30).nominated(**story or {})
            for name, media_type, content in pictures:
                kept = files.keep(io.BytesIO(content), limit_bytes=len(content))
                upload = Upload(name, media_type, kept.size_bytes, kept.sha256, kept.stored_as)
                context = made.context | {"actor": made.cast.owner}
                context.pop("version")
                attaching.attach(
                    session, "landmark", made.row.id, purpose="picture", upload=upload, **context
                )
            made.review().announce()
            made.now = made.notice.ends_at
            made.certify(signer=self.app.extensions["platform"])
            session.flush()
            return made.row.id

    def ended(self, landmark_id, *, state):
        """Bring a certified landmark to its end: ``expired`` by the clock, or ``revoked``."""
        with self.database.unit_of_work() as session:
            row = session.get(Landmark, landmark_id)
            if state == "expired":
                now = self.city.end_of(row.expires_on)
                certifying.fire(session, landmark_id, now=now, city=self.city)
                return
            now, actor = clock.now(session), self.actor(session, "lead")
            context = {"actor": actor, "now": now, "city": self.city, "version": None}
            certifying.revoke(session, landmark_id, reason=cases.REVOKE, **context)

    def certificate_code(self):
        """The check code of a certificate."""
        with self.database.unit_of_work() as session:
            made = self._accepted(session, ago=30).certified()
            session.flush()
            return made.row.check_code

    def landmark_copy(self, *, proved=False):
        """Key and version of a reported copy, with its evidence or without."""
        with self.database.unit_of_work() as session:
            made = self._accepted(session, ago=30).certified()
            row = made.reported()
            if proved:
                made.file("landmark_copy", row.id, "evidence")
            session.flush()
            return row.id, row.version
