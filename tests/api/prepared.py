"""What every call of the table is about, made once in a process; before each test that changes it, set up again.

Making what a call is about takes several times as long as the call, and neither who calls nor with what has a say in
it. So it is made in one SQLite database, and a copy of that is kept: to set it up again takes a hundredth of a second.
"""

from dataclasses import replace
from pathlib import Path

from scenario_market import settings as settings_module
from tests.api.calls import CALLS
from tests.api.conftest import application
from tests.api.kept import Kept
from tests.api.world import World
from tests.channels.issuer import CLIENT, SECRET, Issuer

# Made when they are asked for, since they do not stand beside all others.
ASKED_FOR = {
    "POST /oidc/sign-ins",  # the provider takes its code once
    "POST /key-officers/{officer_id}/retire",  # enrolling is about the same officer, who has no key
    "POST /pledges/{pledge_id}/signatures",  # other pledges give its signer another password
}


class Prepared:
    """A world in which every call of the table can be made at once."""

    def __init__(self, settings):
        self.world = World(application(settings))
        self.world.matched_call()  # before odd calls that succeed take the provider out of the pool
        self._made = {
            label: (make(self.world), dict(self.world.people))
            for label, make in CALLS.items()
            if label not in ASKED_FOR
        }
        with self.world.database.unit_of_work() as session:
            self.world.keep_files(session)
        self._people, self._tokens = dict(self.world.people), self._sign_in()
        self._kept = Kept(self.world.database.url)

    def _sign_in(self):
        """The sessions of everybody who makes a call, so that nobody needs to sign in later."""
        for made, people in self._made.values():
            self.world.people = dict(people)
            self.world.token(made.who)
        for name in self.world.people:
            self.world.token(name)
        return dict(self.world.tokens)

    def restore(self):
        """Everything is as it was when it was made, but files that came since."""
        self.world.people, self.world.tokens = dict(self._people), dict(self._tokens)
        self._kept.restore()

    def made(self, label):
        """The call of the table; who is called by a name that was given while things were made is who had it then."""
        if label in ASKED_FOR:
            return CALLS[label](self.world)
        made, people = self._made[label]
        self.world.people |= people
        return replace(made)


def settings_on(directory: Path, template: Path, redis_url: str, issuer: Issuer):
    """The settings of a process on a database of its own, with a provider of identities."""
    database = directory / "market.sqlite3"
    database.write_bytes(template.read_bytes())
    made = settings_module.load(
        {
            "SM_DATA_DIR": str(directory),
            "SM_SECRET_KEY": "of the tests alone",
            "DATABASE_URL": f"sqlite:///{database}",
            "REDIS_URL": redis_url,
        }
    )
    return replace(
        made,
        log_level="error",
        rate_limits=False,
        oidc_issuer=issuer.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )
