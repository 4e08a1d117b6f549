"""Signing in through the identity provider, by the API and a real provider."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from scenario_market.api import create_app
from tests.api.conftest import Client
from tests.channels.issuer import CLIENT, SECRET, Issuer


@pytest.fixture
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def app(settings, issuer):
    return create_app(
        replace(
            settings,
            oidc_issuer=issuer.url,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
        )
    )


def browse(url):
    answer = requests.get(url, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def test_a_person_of_the_city_signs_in_and_is_the_same_next_time(app, public):
    me = []
    for _ in range(2):
        begun = public.post("/oidc/authorizations")
        assert begun.status_code == 201
        body = {"pending": begun.json["pending"], "answer": browse(begun.json["url"])}
        done = public.post("/oidc/sign-ins", body)
        assert done.status_code == 201, done.json
        me.append(Client(app, done.json["token"]).get("/me").json)
    assert me[0]["id"] == me[1]["id"]
    assert (me[0]["name"], me[0]["mobile"]) == ("王五", "13812345678")


def test_what_was_kept_for_another_sign_in_opens_nothing(public):
    one = public.post("/oidc/authorizations").json
    two = public.post("/oidc/authorizations").json
    answer = browse(one["url"])
    for pending in (two["pending"], one["pending"][:-2] + "xx", "nonsense"):
        refused = public.post("/oidc/sign-ins", {"pending": pending, "answer": answer})
        assert (refused.status_code, refused.json["rule"]) == (401, "oidc_state")


def test_an_unverified_number_makes_no_account(issuer, public):
    issuer.spoiled_claims = {"phone_number_verified": False}
    begun = public.post("/oidc/authorizations").json
    body = {"pending": begun["pending"], "answer": browse(begun["url"])}
    refused = public.post("/oidc/sign-ins", body)
    assert (refused.status_code, refused.json["rule"]) == (401, "no_mobile")


def test_a_silent_provider_is_told_as_such(issuer, public):
    issuer.close()
    answer = public.post("/oidc/authorizations")
    assert (answer.status_code, answer.json["rule"]) == (503, "identity_provider_unavailable")


def test_without_a_provider_there_is_nothing(settings):
    client = Client(create_app(settings))
    assert client.post("/oidc/authorizations").status_code == 404
