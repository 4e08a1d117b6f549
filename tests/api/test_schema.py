"""The API answers as its specification says: every operation, as every role, on real keys, sane and odd input."""

import re
from dataclasses import replace

import pytest
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from tests.api.calls import CALLS, send
from tests.api.specified import PREFIX, operations_of
from tests.api.world import world_on
from tests.channels.issuer import CLIENT, SECRET, Issuer

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ROLES = ("public", "owner", "provider", "reviewer", "lead", "administrator", "auditor")
# Who reaches little, most of it what everybody reaches: fewer cases each, on one database.
FURTHER = ("district", "node", "expert", "chair", "objections", "joint", "observer")
# As many in every run but the long one: making them is most of the work, and they are kept for each number of them.
EXAMPLES = 4


@pytest.fixture
def world(settings):
    """A world on a database that is still empty, and a provider of identities."""
    issuer = Issuer()
    settings = replace(
        settings,
        oidc_issuer=issuer.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        log_level="error",
    )
    world = world_on(settings)
    world.matched_call()  # before odd calls that succeed take the provider out of the pool
    yield world
    issuer.close()


def said_in_english(answer):
    """What a problem document says without a Chinese word; nobody here asks for English."""
    kind = answer.headers.get("Content-Type", "")
    if "problem+json" not in str(kind):
        return []
    document = answer.json() if callable(answer.json) else answer.json
    said = [document["title"], document["detail"]]
    said += [one["message"] for one in document.get("errors", ())]
    return [text for text in said if not re.search("[\u4e00-\u9fff]", text)]


class Prober:
    """Makes calls as one of the people and keeps what was wrong with the answers."""

    def __init__(self, world, role):
        self.world, self.role = world, role
        self.wrong, self.statuses, self.count = {}, {}, 0

    def probe(self, label, case, headers):
        """Send one case and check the answer; its status, or None where the answer was wrong."""
        if isinstance(case.query, dict) and "wait" in case.query:
            case.query["wait"] = 0  # long polling would only take time
        return self.check(label, case, lambda: case.call(headers=headers, app=self.world.app))

    def check(self, label, case, call):
        """Make the call and hold its answer against the specification."""
        self.count += 1
        answer = call()
        try:
            case.validate_response(answer, checks=CHECKS)
        except (FailureGroup, Failure) as error:
            said = [str(one) for one in getattr(error, "exceptions", [error])]
            self.wrong.setdefault(label, []).append("; ".join(said)[:1500])
            return None
        if english := said_in_english(answer):
            self.wrong.setdefault(label, []).append(f"not in Chinese: {english}")
        self.statuses.setdefault(label, set()).add(answer.status_code)
        return answer.status_code

    def headers(self, made=None):
        """Who calls, in which language, from which version."""
        token = self.world.token(self.role)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if made and made.version is not None:
            headers["If-Match"] = f'"{made.version}"'
        return headers

    def as_made(self, label, operation, made):
        """The call of the table, by this role; its status as of any case."""
        case = operation.case(made.keys)
        who = self.role or made.who
        return self.check(label, case, lambda: send(self.world, label, made, who))


def is_refused(prober, label, operation):
    """Whether the role is turned away at the door, whatever it asks for."""
    keys = dict.fromkeys(re.findall(r"{(\w+)}", label), 999999999)
    status = prober.probe(label, operation.case(keys), prober.headers())
    return status in {401, 403}


def explore(prepared, role, **wanted):
    """Every operation as the role, then odd and random cases where the role is let in; what was wrong."""
    prober = Prober(prepared.world, role)
    for label, operation in operations_of(prepared.world.app).items():
        if is_refused(prober, label, operation):
            continue
        made = prepared.made(label)
        if prober.as_made(label, operation, made) in {401, 403}:
            continue
        headers = prober.headers(made)
        for case in operation.cases(made.keys, **wanted):
            if prober.probe(label, case, headers) == 401:
                headers = prober.headers(made)  # it signed itself out
        prepared.restore()
    return prober.wrong


def ask_all(world, make, then=lambda: None):
    """Every operation by the call of the table; the calls, by operation."""
    operations, prober, asked = operations_of(world.app), Prober(world, None), {}
    assert set(CALLS) == set(operations)
    for label, operation in operations.items():
        asked[label] = make(label)
        prober.as_made(label, operation, asked[label])
        then()
    assert prober.wrong == {}
    succeeded = {label for label, found in prober.statuses.items() if min(found) < 300}
    assert set(operations) - succeeded == set()
    return asked


def test_every_operation_succeeds_and_answers_as_specified(prepared):
    ask_all(prepared.world, prepared.made, prepared.restore)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_every_operation_succeeds_on_postgresql_and_answers_odd_input_as_specified(world):
    asked = ask_all(world, lambda label: CALLS[label](world))
    ask_oddly(world, asked)


def ask_oddly(world, asked):
    """Odd and random cases of every operation, from whom it is for, about what its call was about."""
    probers = {}
    world.restore()
    for label, operation in operations_of(world.app).items():
        who = asked[label].who
        prober = probers.setdefault(who, Prober(world, who))
        headers = prober.headers(asked[label])
        for case in operation.cases(asked[label].keys, most=3, examples=EXAMPLES):
            if prober.probe(label, case, headers) == 401:
                headers = prober.headers(asked[label])
        world.restore()
    assert {who: one.wrong for who, one in probers.items() if one.wrong} == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_operation_has_a_name_of_its_own_and_english_words(app):
    paths = app.test_client().get(f"{PREFIX}/openapi.json").json["paths"]
    operations = [one for path in paths.values() for m, one in path.items() if m != "parameters"]
    names = [one["operationId"] for one in operations]
    assert len(operations) == len(CALLS)
    assert len(set(names)) == len(names)
    assert "post_demands_by_demand_id_submit" in names
    for one in operations:
        assert one["summary"].endswith("."), one["operationId"]
        assert any(word in one["description"] for word in ("Needs the permission", "For everybody"))
        assert len(one["tags"]) == 1, one["operationId"]
        assert any("a" <= sign <= "z" for sign in one["summary"]), one["operationId"]


# What a role is let see is no matter of the database; what a database makes of odd input is asked above, on PostgreSQL.
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_to_a_role_is_outside_the_specification(prepared, role):
    # Cases of its own, the odd ones: the even ones are asked on PostgreSQL, and all as every role by the long test.
    part = 2 * ROLES.index(role) + 1
    assert explore(prepared, role, part=part, most=1, examples=EXAMPLES) == {}


@pytest.mark.parametrize("role", FURTHER)
def test_no_answer_to_a_further_role_is_outside_the_specification(prepared, role):
    part = FURTHER.index(role)
    assert explore(prepared, role, part=part, most=1, examples=EXAMPLES) == {}


@pytest.mark.full
@pytest.mark.parametrize("role", ROLES + FURTHER)
def test_no_answer_to_a_role_is_outside_the_specification_at_length(prepared, role):
    assert explore(prepared, role, examples=15) == {}
