"""Files of providers, mandates, organisations and answers: whose they are, and which are in use."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands.lists import Contract, Response
from scenario_market.domain.errors import (
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.providers.models import Credential, Provider
from tests import factories
from tests.domain.attachments.papers import WATCHER
from tests.domain.demands import cases
from tests.factories import NOW


@pytest.fixture
def provider(cast):
    organisation, keeper = cast.provider()
    row = Provider(organisation_id=organisation.id, created_at=NOW, updated_at=NOW)
    cast.session.add(row)
    cast.session.flush()
    return row, keeper


def test_credential_evidence_is_for_the_provider_and_the_office(
    cast, provider, attach, sees, remove
):
    row, keeper = provider
    evidence = attach("provider", row.id, "credential", keeper)
    for actor in (keeper, cast.reviewers[0], factories.officer(cast.person(), *WATCHER)):
        assert sees("provider", row.id, actor) == ["credential"]
    for actor in (cast.provider()[1], cast.owner, PUBLIC):
        assert sees("provider", row.id, actor) is None
    with pytest.raises(NotFound):
        attach("provider", row.id, "credential", cast.provider()[1])
    credential = Credential(
        provider_id=row.id, kind="honour", code="high_tech", attachment_id=evidence.id
    )
    cast.session.add(credential)
    cast.session.flush()
    with pytest.raises(RuleRefused, match="attachment_in_use"):
        remove(evidence, keeper)
    cast.session.delete(credential)
    cast.session.flush()
    remove(evidence, keeper)


def test_the_letter_of_a_mandate_is_for_managers_and_the_office(cast, attach, sees, remove):
    organisation = cast.owner_organisation
    cast.mandate(organisation, cast.owner)
    mandate = cast.session.query(Mandate).filter_by(organisation_id=organisation.id).one()
    first, second = (attach("mandate", mandate.id, "authorisation", cast.owner) for _ in range(2))
    assert mandate.attachment_id == second.id
    remove(second, cast.owner)
    assert mandate.attachment_id == first.id
    colleague = replace(
        factories.owner_of(organisation, cast.person()),
        mandates={organisation.id: frozenset({"demands"})},
    )
    rival = factories.owner_of(cast.organisation(), cast.person())
    for actor in (cast.owner, cast.reviewers[0]):
        assert sees("mandate", mandate.id, actor) == ["authorisation"]
    for actor in (colleague, rival, PUBLIC):
        assert sees("mandate", mandate.id, actor) is None
    with pytest.raises(NotFound):
        attach("mandate", mandate.id, "authorisation", rival)
    with pytest.raises(NotPermitted):
        attach("mandate", mandate.id, "authorisation", colleague)
    mandate.state, mandate.ended_at = "ended", NOW
    cast.session.flush()
    with pytest.raises(RuleRefused, match="mandate_ended"):
        attach("mandate", mandate.id, "authorisation", cast.owner)


def test_a_business_licence_is_for_managers_and_the_office(cast, attach, sees):
    organisation = cast.owner_organisation
    attach("organisation", organisation.id, "licence", cast.owner)
    rival = factories.owner_of(cast.organisation(), cast.person())
    for actor in (cast.owner, cast.lead):
        assert sees("organisation", organisation.id, actor) == ["licence"]
    for actor in (rival, PUBLIC):
        assert sees("organisation", organisation.id, actor) is None
    with pytest.raises(NotFound):
        attach("organisation", organisation.id, "licence", rival)


def test_a_contract_s_scan_is_for_both_sides_and_stays_once_it_is_recorded(
    cast, attach, sees, remove
):
    demand = cases.demand_in(cast, "docking")
    organisation, actor = cast.provider()
    answer = Response(
        demand_id=demand.id,
        organisation_id=organisation.id,
        state="confirmed",
        demand_number=1,
        submitted_by_id=actor.person_id,
        created_at=NOW,
        updated_at=NOW,
        **cases.ANSWER,
    )
    cast.session.add(answer)
    cast.session.flush()
    scan = attach("response", answer.id, "contract", actor)
    for one in (actor, cast.owner, cast.lead):
        assert sees("response", answer.id, one) == ["contract"]
    for one in (cast.provider()[1], PUBLIC):
        assert sees("response", answer.id, one) is None
    with pytest.raises(RuleRefused, match="attachment_of_another"):
        remove(scan, cast.owner)
    contract = Contract(
        response_id=answer.id,
        route="direct",
        amount_fen=1,
        signed_on=NOW.date() - timedelta(days=1),
        attachment_id=scan.id,
        recorded_for_id=organisation.id,
        recorded_by_id=actor.person_id,
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(contract)
    cast.session.flush()
    with pytest.raises(RuleRefused, match="attachment_in_use"):
        remove(scan, actor)
