"""A browser without a screen: keeps cookies, takes HTML, and sends forms with the token that their page holds."""

import re
from html import unescape

PASSWORD = "安静的长口令 2026"


class Browser:
    """Reads pages of an application and sends their forms."""

    def __init__(self, app, base_url="http://localhost"):
        self.http, self.base_url = app.test_client(), base_url
        self.token = None

    def open(self, path, method="GET", **options):
        headers = {"Accept": "text/html,*/*;q=0.8"} | options.pop("headers", {})
        answer = self.http.open(
            path, method=method, headers=headers, base_url=self.base_url, **options
        )
        if answer.mimetype == "text/html":
            found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
            self.token = found[1] if found else self.token
        return answer

    def get(self, path, **options):
        return self.open(path, **options)

    def send(self, path, *, token=None, **fields):
        """Send a form, with the token of the page that was read last unless another is given."""
        return self.open(path, "POST", data={"csrf_token": token or self.token or "", **fields})

    def sign_in(self, mobile, password=PASSWORD, **fields):
        """By password, from the page with the form."""
        self.get("/sign-in")
        return self.send("/sign-in", mobile=mobile, password=password, **fields)

    @property
    def cookie(self):
        """What the session's cookie holds."""
        name = self.http.application.config["SESSION_COOKIE_NAME"]
        kept = self.http.get_cookie(name, "localhost")
        return kept.value if kept else None


def read(answer):
    """The words of a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def with_password(app, person_id):
    """Gives a person the password; returns his number."""
    from scenario_market.domain.parties.models import Person

    with app.extensions["database"].unit_of_work() as session:
        person = session.get(Person, person_id)
        person.password_hash = app.extensions["passwords"].hash(PASSWORD)
        return person.mobile
