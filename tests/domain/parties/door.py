"""The way in: codes, passwords and what they need."""

from scenario_market.domain.actor import Actor
from scenario_market.domain.parties import account, sign_in
from tests.domain.parties.cases import KEY
from tests.factories import NOW

NUMBER = "13812345678"


GOOD = "correct horse 电池"


class Door:
    """The commands of signing in, with what they always need."""

    production = False

    def __init__(self, session, city, sent, hasher):
        self.session, self.city, self.sent, self.hasher = session, city, sent, hasher

    def send(self, number=NUMBER, now=NOW):
        sign_in.send_code(
            self.session, mobile_text=number, send=self.sent, key=KEY, now=now, city=self.city
        )
        return self.sent[-1].code

    def by_code(self, code, number=NUMBER, now=NOW, name=None):
        return sign_in.by_code(
            self.session,
            mobile_text=number,
            code=code,
            name=name,
            key=KEY,
            hours=12,
            now=now,
            city=self.city,
            production=self.production,
        )

    def by_password(self, password, number=NUMBER, now=NOW, hasher=None):
        proof = sign_in.prove_password(
            self.session,
            mobile_text=number,
            password=password,
            passwords=hasher or self.hasher,
        )
        return sign_in.by_password(
            self.session,
            proof=proof,
            hours=12,
            now=now,
            city=self.city,
            production=self.production,
        )

    def prepare(self, person, new, current=None, actor=None):
        return account.prepare_password(
            self.session,
            new=new,
            current=current,
            hasher=self.hasher,
            actor=actor or Actor(person_id=person.id),
        )

    def set_prepared(self, person, prepared, now=NOW, keep=None, actor=None, code=None):
        return account.set_password(
            self.session,
            prepared=prepared,
            code=code,
            keep_token=keep,
            key=KEY,
            actor=actor or Actor(person_id=person.id),
            now=now,
            city=self.city,
        )

    def set_password(self, person, new, current=None, actor=None, **rest):
        prepared = self.prepare(person, new, current, actor)
        return self.set_prepared(person, prepared, actor=actor, **rest)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"
