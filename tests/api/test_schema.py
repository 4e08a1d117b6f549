"""The API answers as its specification says: every operation, as every role, on real keys, sane and odd input."""

from dataclasses import replace

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from scenario_market.api import create_app
from tests.api.calls import CALLS, send
from tests.api.world import World
from tests.channels.issuer import CLIENT, SECRET, Issuer

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ROLES = ("public", "owner", "provider", "reviewer", "lead", "administrator", "auditor")
PREFIX = "/api/v1"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def world(settings, issuer):
    settings = replace(
        settings,
        oidc_issuer=issuer.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        log_level="error",
    )
    return World(create_app(settings))


@pytest.fixture
def operations(world):
    """The operations of the specification, by method and path."""
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", world.app)
    found = [result.ok() for result in schema.get_all_operations()]
    return {one.label.replace(PREFIX, ""): one for one in found}


class Prober:
    """Makes calls as one of the people and keeps what was wrong with the answers."""

    def __init__(self, world, role):
        self.world, self.role = world, role
        self.wrong, self.statuses, self.count = {}, {}, 0

    def probe(self, label, case, headers):
        """Send one case and check the answer; its status, or None where the answer was wrong."""
        if isinstance(case.query, dict) and "wait" in case.query:
            case.query["wait"] = 0  # long polling would only take time
        return self.check(label, case, lambda: case.call(headers=headers))

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
        self.statuses.setdefault(label, set()).add(answer.status_code)
        return answer.status_code

    def headers(self, made=None):
        """Who calls, in which language, from which version."""
        token = self.world.token(self.role)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if made and made.version is not None:
            headers["If-Match"] = f'"{made.version}"'
        return headers

    def as_made(self, label, operation):
        """The call of the table, by this role; what was made stays for further cases."""
        made = CALLS[label](self.world)
        case = operation.Case(path_parameters=made.keys)
        who = self.role or made.who
        return made, self.check(label, case, lambda: send(self.world, label, made, who))


def random_cases(operation, keys, examples):
    """Cases as hypothesis makes them, fitting the schema and not, the same in every run."""
    found = []
    for mode in MODES:
        strategy = operation.as_strategy(generation_mode=mode, path_parameters=keys or None)

        @hypothesis.settings(
            derandomize=True,
            database=None,
            max_examples=examples,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(strategy)
        def collect(case):
            found.append(case)

        try:
            collect()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, "nothing fits the schema"  # no way to be wrong
    return found


def border_cases(operation, keys, most):
    """Each parameter and field at its borders and beyond; evenly chosen where there are too many."""
    made = operation.schema.iter_coverage_cases(
        operation,
        generation_modes=list(MODES),
        generation_config=operation.schema.config.generation_for(operation=operation),
    )
    cases = list(made)
    chosen = cases if most is None else cases[:: max(1, len(cases) // most)][:most]
    for place, case in enumerate(chosen):
        if keys and place % 4:  # every fourth keeps its odd path
            case.path_parameters = {**(case.path_parameters or {}), **keys}
    return chosen


def explore(prober, operations, *, examples, borders):
    """Every operation as the role, then odd and random cases where the role is let in."""
    for label, operation in operations.items():
        made, status = prober.as_made(label, operation)
        if status in {401, 403}:
            continue
        headers = prober.headers(made)
        cases = random_cases(operation, made.keys, examples)
        cases += border_cases(operation, made.keys, borders)
        for case in cases:
            if prober.probe(label, case, headers) == 401:
                headers = prober.headers(made)  # it signed itself out
        prober.world.restore()


def test_every_operation_succeeds_and_answers_as_specified(world, operations):
    prober = Prober(world, None)
    assert set(CALLS) == set(operations)
    for label, operation in operations.items():
        prober.as_made(label, operation)
    assert prober.wrong == {}
    succeeded = {label for label, found in prober.statuses.items() if min(found) < 300}
    assert set(operations) - succeeded == set()


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


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_answer_to_a_role_is_outside_the_specification(world, operations, role):
    prober = Prober(world, role)
    explore(prober, operations, examples=1, borders=3)
    assert prober.wrong == {}


@pytest.mark.full
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_to_a_role_is_outside_the_specification_at_length(world, operations, role):
    prober = Prober(world, role)
    explore(prober, operations, examples=15, borders=None)
    assert prober.wrong == {}
