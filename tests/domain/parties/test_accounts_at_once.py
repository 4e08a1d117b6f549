"""What happens to accounts, numbers and addresses when many come at the same moment, on both databases."""

import time

from sqlalchemy import func, select

from scenario_market.domain.errors import NotSignedIn, TooMany
from scenario_market.domain.parties import account, actors, email, people, sign_in, tokens
from scenario_market.domain.parties.models import ApiToken, Confirmation, Person, SignInCode
from tests import factories
from tests.domain.parties.cases import KEY
from tests.factories import NOW


def test_one_number_gets_one_code_though_many_ask_at_once(database, city, sent, at_once):
    def slowly(mobile, code, **words):
        time.sleep(0.1)  # as a gateway does, while the others come
        sent(mobile, code, **words)

    def asking(session):
        words = {"mobile_text": "13812345678", "send": slowly, "key": KEY}
        return sign_in.send_code(session, **words, now=NOW, city=city).id

    results = at_once(*[asking] * 6)
    refused = [result for result in results if isinstance(result, TooMany)]
    assert len(refused) == 5
    assert all(0 < one.params["wait_seconds"] <= 61 for one in refused)
    assert len(sent) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInCode)) == 1


def test_one_address_gets_its_number_of_mails_though_many_claim_it_at_once(database, city, at_once):
    with database.unit_of_work() as session:
        actors_ = [factories.officer(factories.person(session), "expert") for _ in range(6)]

    def claiming(actor):
        return lambda session: people.edit_own(
            session,
            version=1,
            fields={"email": "victim@mail.example"},
            actor=actor,
            now=NOW,
            city=city,
        )

    results = at_once(*map(claiming, actors_))
    assert all(isinstance(result, Person) for result in results)  # nobody is told of the others
    with database.reading() as session:
        owed = session.scalars(select(Confirmation.is_owed)).all()
    assert (len(owed), sum(owed)) == (6, city.policy["account"]["emails_per_address"])


def test_an_address_is_one_persons_though_two_confirm_it_at_once(database, city, at_once):
    with database.unit_of_work() as session:
        both = [factories.person(session, email="shared@mail.example") for _ in range(2)]
        codes = [email.confirmation("key", one, now=NOW, city=city) for one in both]

    def confirming(person, code):
        actor = factories.officer(person, "expert")
        return lambda session: email.confirm(session, token=code, key="key", actor=actor, now=NOW)

    results = at_once(*map(confirming, both, codes))
    assert sorted(getattr(result, "rule", "done") for result in results) == ["done", "email_taken"]
    with database.reading() as session:
        confirmed = select(func.count(Person.id)).where(Person.email_confirmed_at.is_not(None))
        assert session.scalar(confirmed) == 1


def test_no_token_is_made_beside_a_change_of_the_password(database, city, hasher, at_once):
    with database.unit_of_work() as session:
        old = hasher.hash("the old secret")
        person = factories.person(session, mobile="13812345678", password_hash=old)
        proof = sign_in.PasswordProof(person.id, True, old)
        thief = sign_in.by_password(
            session, proof=proof, hours=1, now=NOW, city=city, production=False
        ).token
        own = factories.officer(person, "expert")
        words = {"new": "the new secret", "current": "the old secret", "hasher": hasher}
        prepared = account.prepare_password(session, **words, actor=own)

    def changing(session):
        words = {"prepared": prepared, "keep_token": None, "key": KEY}
        return account.set_password(session, **words, actor=own, now=NOW, city=city)

    def stealing(session):
        tokens.hold(session, actor=own)
        actor = actors.actor_of_session(session, thief, NOW)  # as the API does, behind the lock
        if actor is None:
            raise NotSignedIn()
        words = {"name": "后门", "scopes": ["account.use"]}
        return tokens.issue(session, **words, actor=actor, now=NOW, city=city)

    at_once(changing, stealing, stealing)
    with database.reading() as session:
        live = select(func.count(ApiToken.id)).where(ApiToken.revoked_at.is_(None))
        assert session.scalar(live) == 0
