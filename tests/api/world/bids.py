"""Open calls with keys, and workspaces on them."""

import io
from datetime import timedelta

from scenario_market.domain.bids import beginning, consortium
from scenario_market.domain.parties.models import Organisation
from tests import factories
from tests.api.attaching import BODY
from tests.domain.bids.desks import METRICS
from tests.domain.challenges import calls


class Bids:
    """Workspaces of the provider, each on a call of its own."""

    def open_call(self, closes_in_days=3_000, **columns):
        """Key of a call that takes bids, the owner's."""
        with self.database.unit_of_work() as session:
            owner = session.get(Organisation, self.organisations["owner"])
            row = calls.call(
                session,
                self.city,
                owner,
                **{
                    "metrics": METRICS,
                    "term_months": 12,
                    "published_at": self.now,
                    "opens_at": self.now,
                    "closes_at": self.now + timedelta(days=closes_in_days),
                    "questions_close_at": self.now,
                    "number": f"WH-JB-W-{self.serial()}",
                }
                | columns,
            )
            keys = self.app.extensions["sealing"].new_challenge_keys(
                row.id, [], not_before=row.closes_at
            )
            row.public_key = keys.public_key
            return row.id

    def serial(self):
        """A number of its own."""
        self._serial = getattr(self, "_serial", 0) + 1
        return self._serial

    def uscc(self, who):
        """The code of somebody's organisation."""
        with self.database.reading() as session:
            return session.get(Organisation, self.organisations[who]).uscc

    def pass_days(self, days):
        """Time passes."""
        with self.database.unit_of_work() as session:
            factories.move_clock(session, by=timedelta(days=days))

    def workspace(self, who="provider"):
        """Access key and version of a workspace that somebody leads."""
        challenge_id = self.open_call()
        with self.database.unit_of_work() as session:
            row = beginning.begin(
                session,
                challenge_id,
                organisation_id=self.organisations[who],
                actor=self.actor(session, who),
                now=self.now,
                city=self.city,
                sealing=self.app.extensions["sealing"],
            )
            session.flush()
            return row.access_key, row.version

    def consortium_invitation(self, who="other"):
        """Access key of an invitation to the provider's consortium."""
        access_key, _ = self.workspace()
        with self.database.unit_of_work() as session:
            asked = session.get(Organisation, self.organisations[who])
            row = consortium.invite(
                session,
                access_key,
                uscc=asked.uscc,
                actor=self.actor(session, "provider"),
                now=self.now,
                city=self.city,
            )
            return row.access_key

    def sealed_file(self):
        """Keys of a workspace and of a file in it, sent by REST."""
        access_key, _ = self.workspace()
        form = {"section": "team", "file": (io.BytesIO(BODY), "简历.pdf")}
        answer = self.client("provider").call(
            "POST",
            f"/workspaces/{access_key}/files",
            data=form,
            content_type="multipart/form-data",
        )
        return access_key, answer.json["file"]["key"]
