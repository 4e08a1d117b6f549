"""Signing in through an identity provider, against a real one that can be made to lie."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from scenario_market.channels.oidc import OidcProvider, OidcRefused, OidcUnavailable
from scenario_market.domain.parties import sign_in
from scenario_market.domain.parties.models import Person
from tests.channels.issuer import CLIENT, SECRET, SHARED_KEY, Issuer, unsigned
from tests.factories import NOW

BACK = "http://127.0.0.1:8000/sign-in/back"


@pytest.fixture
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def provider(issuer):
    return OidcProvider(issuer.url, CLIENT, SECRET)


def browse(pending):
    """What the browser brings back from the provider."""
    answer = requests.get(pending.url, allow_redirects=False, timeout=5)
    return {name: v[0] for name, v in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def finish(provider, pending=None, **changes):
    pending = pending or provider.begin(BACK)
    return provider.finish(browse(pending) | changes, pending=pending, redirect_uri=BACK)


def refused(provider, pending=None, **changes):
    with pytest.raises(OidcRefused) as error:
        finish(provider, pending, **changes)
    return error.value.rule


def test_who_comes_back_is_known_by_issuer_and_subject(issuer, provider):
    identity = finish(provider)
    assert identity.subject == f"{issuer.url}|7001"
    assert identity.claims["name"] == "王五"


def test_the_subject_becomes_a_person_who_is_signed_in(session, provider):
    outcome = []
    for _ in range(2):
        identity = finish(provider)
        outcome.append(
            sign_in.by_subject(
                session,
                subject=identity.subject,
                claims=identity.claims,
                hours=1,
                now=NOW,
                production=False,
            )
        )
    assert outcome[0].person_id == outcome[1].person_id
    person = session.get(Person, outcome[0].person_id)
    assert (person.mobile, person.name) == ("13812345678", "王五")


def test_the_request_carries_state_nonce_and_a_hashed_verifier(provider):
    pending = provider.begin(BACK)
    query = {name: v[0] for name, v in parse_qs(urlsplit(pending.url).query).items()}
    assert (query["state"], query["nonce"]) == (pending.state, pending.nonce)
    assert query["code_challenge_method"] == "S256"
    assert pending.verifier not in pending.url
    assert query["redirect_uri"] == BACK
    assert {"openid", "phone"} <= set(query["scope"].split())
    assert provider.begin(BACK).state != pending.state


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"state": "another"}, "state"),
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"error": "access_denied"}, "denied"),
        ({"code": ""}, "denied"),
        ({"code": "guessed"}, "code"),
    ],
)
def test_an_answer_that_does_not_fit_the_request_is_refused(provider, changes, rule):
    assert refused(provider, **changes) == rule


def test_a_stolen_code_is_worth_nothing_without_the_verifier(provider):
    pending = provider.begin(BACK)
    answer = browse(pending)
    thief = replace(pending, verifier="x" * 43)
    with pytest.raises(OidcRefused) as error:
        provider.finish(answer, pending=thief, redirect_uri=BACK)
    assert error.value.rule == "code"


@pytest.mark.parametrize(
    ("claims", "rule"),
    [
        ({"nonce": "replayed"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another client"}, "token"),
        ({"aud": ["market", "another"]}, "token"),
        ({"azp": "another"}, "token"),
        ({"iss": "https://elsewhere.example"}, "token"),
        ({"exp": 1_600_000_000}, "token"),
        ({"exp": None}, "token"),
        ({"iat": 4_000_000_000}, "token"),
        ({"sub": None}, "token"),
    ],
)
def test_a_token_for_somebody_or_something_else_is_refused(issuer, provider, claims, rule):
    issuer.spoiled_claims = claims
    assert refused(provider) == rule


def test_a_token_signed_with_a_foreign_key_is_refused(issuer, provider):
    issuer.signing_key = Issuer.new_key("one", serial=2)
    assert refused(provider) == "token"


def test_a_token_signed_with_the_shared_secret_is_refused(issuer, provider):
    issuer.algorithm, issuer.signing_key = "HS256", SHARED_KEY
    assert refused(provider) == "token"


def test_an_unsigned_token_is_refused(issuer, provider, monkeypatch):
    pending = provider.begin(BACK)
    claims = {"iss": issuer.url, "aud": CLIENT, "sub": "1", "nonce": pending.nonce}
    token = unsigned({"alg": "none", "kid": "one"}, claims)
    monkeypatch.setattr(issuer, "exchange", lambda form, authorization: {"id_token": token})
    assert refused(provider, pending) == "token"


def test_new_keys_of_the_provider_are_read_when_they_are_met(issuer, provider):
    finish(provider)
    finish(provider)
    assert issuer.key_reads == 1
    issuer.key = Issuer.new_key("two")
    finish(provider)
    assert issuer.key_reads == 2


def test_a_number_that_stands_in_the_user_info_only_is_read_there(issuer, provider):
    issuer.user_info = issuer.claims | {"sub": "7001"}
    assert finish(provider).claims["phone_number"] == "+8613812345678"
    issuer.user_info = issuer.claims | {"sub": "7002"}
    assert refused(provider) == "subject"


def test_a_provider_that_is_not_there_or_not_itself_is_unavailable(issuer, provider):
    issuer.named = "https://elsewhere.example"
    with pytest.raises(OidcUnavailable):
        provider.begin(BACK)
    with pytest.raises(OidcUnavailable):
        OidcProvider("http://127.0.0.1:9", CLIENT, SECRET).begin(BACK)
    with pytest.raises(OidcUnavailable):
        OidcProvider("http://identity.example", CLIENT, SECRET).begin(BACK)
