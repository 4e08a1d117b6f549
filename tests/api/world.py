"""A city in many states, made by the commands, for tests that call every route with real keys."""

import io
from types import SimpleNamespace

from sqlalchemy import select, update

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import amending, docking, drafting, responding, sharpening
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.matching.records import Match
from scenario_market.domain.moves import Reason
from scenario_market.domain.notices import tokens as mail_tokens
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties import actors, email, invitations, sessions, tokens
from scenario_market.domain.parties.models import Mandate, Person, RoleGrant
from scenario_market.domain.providers import admission, appeals, offerings, profile
from scenario_market.domain.providers.states import MOVES
from scenario_market.workers import imports
from tests import factories
from tests.api.conftest import Client
from tests.api.test_notices import work_off
from tests.domain.demands import cases
from tests.domain.demands.cases import ANSWER, CONTRACT
from tests.domain.providers.conftest import COMPLETE as PROFILE
from tests.domain.providers.test_importing import GOOD, workbook
from tests.factories import NOW, later
from tests.workers.test_pipeline import FITS

OFFICERS = {
    "reviewer": ("office_reviewer", None),
    "second": ("office_reviewer", None),
    "third": ("office_reviewer", None),
    "lead": ("office_lead", None),
    "other_lead": ("office_lead", None),
    "district": ("district_officer", "420106"),
    "administrator": ("administrator", None),
    "auditor": ("auditor", None),
}
SCOPES = {
    "owner": ["demands", "manage"],
    "colleague": ["demands"],
    "rival": ["demands", "manage"],
    "provider": ["offers", "profile", "manage"],
    "other": ["offers", "profile", "manage"],
}
FIELDS = {**cases.COMPLETE, "starts_on": "2099-01-01", "ends_on": "2099-12-31"}
PASSWORD = "一句 很长的 口令 2026"


class World:
    """People of every role with their organisations; makes what a route is about, in the state that it needs."""

    def __init__(self, app):
        self.app, self.city = app, app.extensions["city"]
        self.database = app.extensions["database"]
        self.people, self.organisations, self.providers, self.mandates = {}, {}, {}, []
        with self.database.unit_of_work() as session:
            self.now = clock.now(session)
            self._populate(session)
        self.matched = self._match()

    def _populate(self, session):
        made = cases.cast(session, self.city)
        names = {
            "owner": "测试需求单位",
            "rival": "别家需求单位",
            "provider": "服务商甲",
            "other": "服务商乙",
        }
        rows = {name: made.organisation(name=text) for name, text in names.items()}
        self.organisations = {name: row.id for name, row in rows.items()}
        for name, scopes in SCOPES.items():
            organisation = rows.get(name, rows["owner"])
            person = made.person()
            self.people[name] = person.id
            mandate = self._mandate(organisation.id, person.id, scopes)
            session.add(mandate)
            session.flush()
            self.mandates.append(mandate.id)
        for name, (role, place) in OFFICERS.items():
            person = made.person()
            self.people[name] = person.id
            session.add(RoleGrant(person_id=person.id, role=role, place=place, starts_at=NOW))
        session.flush()
        for name in ("provider", "other"):
            self.providers[name] = self.admitted(session, rows[name], name).id

    @staticmethod
    def _mandate(organisation_id, person_id, scopes):
        return Mandate(
            organisation_id=organisation_id,
            person_id=person_id,
            scopes=scopes,
            starts_at=NOW,
            expires_at=later(days=700),
        )

    # who

    def actor(self, session, name):
        """The actor that one of the people is now."""
        return actors.actor_of_person(session, self.people[name], self.now)

    def client(self, name):
        """A client with a fresh session; the public has none."""
        return Client(self.app, self.token(name))

    def token(self, name):
        """A fresh session."""
        if name == "public":
            return None
        with self.database.unit_of_work() as session:
            person = session.get(Person, self.people[name])
            return sessions.begin(session, person, way="test", hours=12, now=clock.now(session))

    def cast(self, session):
        """The cast of the demands' tests, played by these people."""
        made = cases.Cast(session, self.city, now=clock.now(session))
        made.owner_organisation = SimpleNamespace(id=self.organisations["owner"])
        made.owner = self.actor(session, "owner")
        made.reviewers = [self.actor(session, one) for one in ("reviewer", "second", "third")]
        made.lead = self.actor(session, "lead")
        return made

    def restore(self):
        """The clock, and who the people are, as it was: odd calls that succeed must not end the play."""
        people = self.people.values()
        with self.database.unit_of_work() as session:
            clock.move(session, by=self.now - clock.now(session), production=False)
            session.execute(update(Person).where(Person.id.in_(people)).values(disabled_at=None))
            granted = update(RoleGrant).where(RoleGrant.person_id.in_(people))
            session.execute(granted.values(ended_at=None, expires_at=None))
            own = Mandate.organisation_id.in_(self.organisations.values())
            later_ones = update(Mandate).where(own, Mandate.id.not_in(self.mandates))
            later_ones = later_ones.where(Mandate.ended_at.is_(None))
            session.execute(later_ones.values(ended_at=self.now, end_cause="revoked"))
            given = update(Mandate).where(Mandate.id.in_(self.mandates))
            session.execute(given.values(ended_at=None, end_cause=None, successor_id=None))

    # what

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
            from scenario_market.domain.demands.models import Demand

            return key, session.get(Demand, key).version

    def list_of(self, state="draft"):
        """A list with one demand."""
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            demand = cast.cleared(**FIELDS)
            row = cast.published(demand) if state == "published" else cast.list_of(demand)
            session.flush()
            if state == "scheduled":
                from scenario_market.domain.demands import listing

                listing.schedule(
                    session,
                    row.id,
                    actor=cast.lead,
                    now=cast.now,
                    version=None,
                    publish_at=cast.now.replace(year=cast.now.year + 1, day=1),
                )
                session.flush()
            return row.id, row.version

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
            session.add(self._mandate(organisation.id, self.people["provider"], SCOPES["provider"]))
            session.flush()
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
            from scenario_market.domain.providers.models import Offering, Provider

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

    def organisation(self, state="verified", manager="owner"):
        """An organisation that a person manages."""
        fields = {"district": "420106", "owner_type": "private", "address": "珞喻路1号"}
        with self.database.unit_of_work() as session:
            row = self.cast(session).organisation(name="测试单位新", state=state, **fields)
            if manager:
                scopes = ["demands", "manage"]
                session.add(self._mandate(row.id, self.people[manager], scopes))
            session.flush()
            return row.id, row.version

    def mandate(self):
        """A mandate of the owner's organisation that its manager may end."""
        with self.database.unit_of_work() as session:
            person = factories.person(session)
            row = self._mandate(self.organisations["owner"], person.id, ["demands"])
            session.add(row)
            session.flush()
            return row.id, row.version

    def invitation(self, mobile=None):
        """An open offer of the owner's organisation, its version and its code."""
        codes = []
        with self.database.unit_of_work() as session:
            person = factories.person(session)
            self.people["invited"] = person.id
            row = invitations.invite(
                session,
                organisation_id=self.organisations["owner"],
                mobile_text=mobile or person.mobile,
                scopes=["demands"],
                send=lambda _, code, **words: codes.append(code),
                actor=self.actor(session, "owner"),
                now=self.now,
                city=self.city,
            )
            session.flush()
            return row.id, row.version, codes[0]

    def person(self, *, role=None, disabled=False):
        """One more person; with a role, the grant's key besides."""
        with self.database.unit_of_work() as session:
            row = factories.person(session, disabled_at=self.now if disabled else None)
            if role is None:
                return row.id
            grant = RoleGrant(person_id=row.id, role=role, starts_at=NOW)
            session.add(grant)
            session.flush()
            return row.id, grant.id

    def api_token(self, name="owner"):
        """An API token."""
        with self.database.unit_of_work() as session:
            row, _ = tokens.issue(
                session,
                name="对接",
                scopes=["account.use"],
                days=None,
                actor=self.actor(session, name),
                now=self.now,
                city=self.city,
            )
            session.flush()
            return row.id

    def sign_in(self, name="owner"):
        """A session of a person besides the one that he calls with."""
        self.token(name)
        with self.database.reading() as session:
            from scenario_market.domain.parties.models import SignIn

            rows = session.query(SignIn).filter_by(person_id=self.people[name])
            return max(row.id for row in rows)

    def password(self, name):
        """Gives a person the password of these tests; returns his number."""
        with self.database.unit_of_work() as session:
            person = session.get(Person, self.people[name])
            person.password_hash = self.app.extensions["passwords"].hash(PASSWORD)
            return person.mobile

    def email_code(self, name):
        """Gives a person an unconfirmed address; returns the code that confirms it."""
        with self.database.unit_of_work() as session:
            person = session.get(Person, self.people[name])
            person.email, person.email_confirmed_at = f"{name}@unconfirmed.example", None
            session.flush()
            app, now = self.app.extensions, clock.now(session)
            return email.confirmation(app["settings"].secret_key, person, now=now, city=app["city"])

    def poison(self):
        """A deadline that was set aside."""
        with self.database.unit_of_work() as session:
            row = Deadline(
                kind="response.reminder",
                subject_id=1,
                due_at=self.now,
                attempts=5,
                parked_at=self.now,
                error="ValueError: 示例",
            )
            session.add(row)
            session.flush()
            return row.id

    def pool_file(self, *rows):
        """A file of providers, handed in and checked."""
        content = workbook(*(rows or (GOOD,)))
        client = self.client("lead")
        data = {"kind": "pool", "file": (io.BytesIO(content), "服务商库.xlsx")}
        answer = client.post("/imports", data=data, content_type="multipart/form-data")
        key = answer.json["id"]
        folder = self.app.extensions["settings"].data_dir / "files"
        one = imports.Import(self.database, Directory(folder), self.city, key)
        with self.database.reading() as session:
            report, entries = one.report(session), one.entries(session)
        with self.database.unit_of_work() as session:
            one.keep_report(session, report)
            one.take_in(session, entries)
        return key, client.get(f"/imports/{key}").json["version"]

    def former_colleague(self):
        """A person whose mandate of the owner's organisation ended."""
        key, _ = self.mandate()
        with self.database.unit_of_work() as session:
            row = session.get(Mandate, key)
            row.ended_at, row.end_cause = self.now, "revoked"
            return row.person_id

    def without_profile(self):
        """An organisation of the provider's person that has no profile."""
        with self.database.unit_of_work() as session:
            row = self.cast(session).organisation(name="服务商未建档")
            mandate = self._mandate(row.id, self.people["provider"], SCOPES["provider"])
            session.add(mandate)
            session.flush()
            return row.id

    def _match(self):
        """A listed demand, the match of the provider and its notice, made by the workers' own functions."""
        demand, _ = self.demand("listed")
        work_off(self.app.extensions["settings"], self.database)
        mine = Match.demand_id == demand, Match.provider_id == self.providers["provider"]
        with self.database.reading() as session:
            match = session.scalars(select(Match.id).where(*mine)).one()
            told = select(Notice.id).where(Notice.match_id == match)
            notice = session.scalars(told).first()
        return SimpleNamespace(demand=demand, match=match, notice=notice)

    def mail_token(self, name):
        """The token by which one of the people ends a kind of mail."""
        key = self.app.extensions["settings"].secret_key
        return mail_tokens.sign(key, person_id=self.people[name], kind="demand_matched")
