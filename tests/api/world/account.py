"""What a person has for himself."""

from sqlalchemy import func, select

from scenario_market.domain import clock
from scenario_market.domain.notices import tokens as mail_tokens
from scenario_market.domain.parties import email, sessions, tokens
from scenario_market.domain.parties.models import Person, SignIn
from tests.api.world.cast import PASSWORD


class Account:
    """What a person has for himself."""

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
        with self.database.unit_of_work() as session:
            person = session.get(Person, self.people[name])
            sessions.begin(session, person, way="test", hours=12, now=clock.now(session))
            return session.scalar(select(func.max(SignIn.id)).filter_by(person_id=person.id))

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

    def mail_token(self, name):
        """The token by which one of the people ends a kind of mail."""
        key = self.app.extensions["settings"].secret_key
        return mail_tokens.sign(key, person_id=self.people[name], kind="demand_matched")
