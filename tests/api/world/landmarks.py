"""Landmarks in their states; the accepted project stands by fiat."""

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
