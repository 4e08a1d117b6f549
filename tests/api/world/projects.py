"""Projects in delivery, and their milestones, in their states."""

from datetime import timedelta
from types import SimpleNamespace

from scenario_market.domain.projects import contracts
from scenario_market.domain.projects.models import Milestone
from scenario_market.domain.projects.panel_models import Seat
from tests.domain.demands.answers import sign
from tests.domain.projects import acts, cases, jury

DAYS = 30
AT_END = ("finished", "presented", "measured", "known", "drawn", "convened", "short")


class Projects:
    """Projects in delivery, and their milestones, in their states."""

    def _delivery(self, session):
        """The cast of the projects' tests, played by these people."""
        made = cases.Cast(session, self.city, now=self.cast(session).now)
        made.owner_organisation = SimpleNamespace(id=self.organisations["owner"])
        made.owner = self.actor(session, "owner")
        made.reviewers = [self.actor(session, one) for one in ("reviewer", "second", "third")]
        made.lead = self.actor(session, "lead")
        made.sealer = self.app.extensions["panel_secrets"]
        winner = SimpleNamespace(id=self.organisations["provider"])
        made.deliverer = lambda name="": (winner, self.actor(session, "provider"))
        return made

    def _seen(self, session, row):
        session.flush()
        session.refresh(row)
        return row.id, row.version

    def project(self, step="active", challenge=None):
        """Key and version of a project that the commands brought so far."""
        with self.database.unit_of_work() as session:
            cast = self._delivery(session)
            row = acts.finished(cast) if step in AT_END else cast.active()
            self._bring(cast, row, step)
            return self._seen(session, row)

    def _bring(self, cast, row, step):
        steps = {
            "changing": lambda: acts.propose(cast, row, milestones=[self.later(row)]),
            "agreed": lambda: acts.change(cast, "agree", row, cast.owner),
            "suspended": lambda: acts.suspend(cast, row),
            "terminated": lambda: acts.terminate(cast, row),
            "excusable": lambda: acts.attach(
                cast, "project", row.id, cast.provider_of(row), "diligence"
            ),
            "presented": lambda: acts.present(cast, row),
            "measured": lambda: acts.measure(cast, row),
            "known": lambda: self._of_the_field(cast, row),
            "signed": lambda: jury.sign_head(cast),
            "few": lambda: self._of_the_field(cast, row, enough=2),
            "drawn": lambda: self._drawn(cast, row),
            "convened": lambda: self._convened(cast, row),
            "short": lambda: self._short(cast, row),
        }
        ways = {
            "agreed": ("changing", "agreed"),
            "excusable": ("terminated", "excusable"),
            "measured": ("presented", "measured"),
            "known": ("known", "presented", "measured", "signed"),
            "drawn": ("known", "presented", "measured", "drawn"),
            "convened": ("known", "presented", "measured", "convened"),
            "short": ("few", "presented", "measured", "short"),
        }
        for one in ways.get(step, (step,) if step in steps else ()):
            steps[one]()

    def judged(self, opinion):
        """A project of whose panel all say the same."""
        key, _ = self.project("convened")
        with self.database.unit_of_work() as session:
            cast = self._delivery(session)
            row = session.get(cases.Project, key)
            for one in acts.all_of(cast, Seat, project_id=key, state="clear"):
                jury.opine(cast, row, jury.member(one), opinion)
            return self._seen(session, row)

    def rectifying(self):
        """Key and version of a project that is being put right, and a later day for it."""
        key, _ = self.judged("rectify")
        with self.database.unit_of_work() as session:
            cast = self._delivery(session)
            row = session.get(cases.Project, key)
            until = self.city.day(cast.now) + timedelta(days=DAYS)
            acts.conclude(cast, "rectify", row, until=until)
            return *self._seen(session, row), until + timedelta(days=DAYS)

    def _of_the_field(self, cast, row, enough=3):
        """Experts who alone know the field of the work: others who could be drawn may have no account."""
        row.domain = f"field_{row.id}"
        for _ in range(enough):
            jury.judge(cast, is_finance=False, fields=[row.domain])
        jury.judge(cast)

    def _drawn(self, cast, row, draw=jury.convene):
        draw(cast, row)
        known = acts.all_of(cast, Seat, project_id=row.id, kind="field")
        self.people["juror"] = known[0].person_id

    def _convened(self, cast, row):
        self._drawn(cast, row, draw=jury.seated)

    def _short(self, cast, row):
        """Two know the field of the work; one of them stands back."""
        jury.convene(cast, row)
        first = acts.all_of(cast, Seat, project_id=row.id, kind="field")[0]
        jury.recuse(cast, row, jury.member(first))

    def seat(self, *, removal_asked=False):
        """Key and version of the juror's seat."""
        key, _ = self.project("drawn")
        with self.database.unit_of_work() as session:
            columns = {"project_id": key, "person_id": self.people["juror"]}
            row = session.query(Seat).filter_by(**columns).one()
            if removal_asked:
                cast = self._delivery(session)
                jury.ask_removal(cast, session.get(cases.Project, key), jury.member(row))
            return self._seen(session, row)

    def later(self, project):
        """A change that moves the first milestone."""
        year = self.city.day(self.now).year + 1
        return {"number": 1, "due_on": f"{year}-12-01"}

    def milestone(self, step="scheduled"):
        """Key and version of a first milestone that was brought so far."""
        key, _ = self.project()
        with self.database.unit_of_work() as session:
            cast = self._delivery(session)
            cast.providers[key] = self.actor(session, "provider")
            row = session.query(Milestone).filter_by(project_id=key, number=1).one()
            ways = {
                "begun": (acts.begin,),
                "ready": (acts.begin, self._attach),
                "submitted": (acts.handed_in,),
                "confirmed": (acts.handed_in, acts.confirm),
                "rejected": (acts.handed_in, acts.decline),
            }
            for act in ways.get(step, ()):
                act(cast, row)
            return self._seen(session, row)

    def _attach(self, cast, row):
        acts.attach(cast, "milestone", row.id, cast.providers[row.project_id], "evidence")

    def contract(self, step="contracted"):
        """A confirmed contract's answer; or, with ``planned``, the project whose plan waits for the owner."""
        key, _ = self.answer("contracted")
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            sign(cast, SimpleNamespace(id=key), cast.owner)
            if step == "contracted":
                return key
            row = contracts.begin_from_contract(
                session,
                key,
                terms=cases.TERMS,
                actor=self.actor(session, "provider"),
                **cast.context,
            )
            return self._seen(session, row)

    def contracted_demand(self):
        """The key of a need that was contracted without a call, and whose project has begun."""
        key, _ = self.contract("planned")
        with self.database.unit_of_work() as session:
            contracts.agree_to_plan(
                session,
                key,
                version=None,
                actor=self.actor(session, "owner"),
                **self.cast(session).context,
            )
            return session.get(cases.Project, key).demand_id

    def race(self):
        """A call of which two projects reached their gate; its key, and the key of the one ahead."""
        with self.database.unit_of_work() as session:
            cast = self._delivery(session)
            challenge = cast.challenge(programme="major_project")
            rows = []
            for name in ("provider", "other"):
                racer = SimpleNamespace(id=self.organisations[name]), self.actor(session, name)
                cast.deliverer = lambda _="", racer=racer: racer
                rows.append(cast.active(challenge))
            for row in rows:
                acts.reach(cast, cast.milestone(row, 1))
            return challenge.id, rows[0].id
