"""Open demands as needs for the engine."""

from scenario_market.domain import postings
from scenario_market.domain.demands import needs, withdrawing
from scenario_market.domain.matching.profile import CertificateRequirement
from tests.domain.demands.cases import REASONS


def test_an_open_demand_is_a_need_with_its_requirements_and_without_contacts(cast):
    below = cast.organisation(name="子公司", controlled_by_id=cast.owner_organisation.id)
    deeper = cast.organisation(name="孙公司", controlled_by_id=below.id)
    demand = cast.listed(
        requirements={
            "certificates": [{"code": "cmmi3"}],
            "categories": ["solution"],
            "districts": ["武昌"],
        }
    )
    need = needs.need_of(cast.session, demand.id)
    assert (need.key, need.version) == (demand.number, 1)
    assert need.required_certificates == (CertificateRequirement("cmmi", 3),)
    assert (need.required_categories, need.allowed_districts) == ({"solution"}, {"420106"})
    assert need.excluded_organisation_ids == {cast.owner_organisation.id, below.id, deeper.id}
    assert "漏检率" in need.body
    assert cast.owner_organisation.name in need.names
    assert demand.contact_name not in repr(need)


def test_only_what_takes_answers_is_a_need(cast):
    cast.approved()
    open_one, gone = cast.listed(), cast.listed()
    withdrawing.withdraw(
        cast.session,
        gone.id,
        actor=cast.lead,
        version=None,
        reason=REASONS["withdraw"],
        **cast.context,
    )
    assert needs.need_of(cast.session, gone.id) is None
    assert [need.id for need in needs.open_needs(cast.session)] == [open_one.id]


def test_many_needs_are_read_in_few_statements(cast, monkeypatch):
    from sqlalchemy import event

    for _ in range(5):
        cast.listed()
    cast.session.flush()
    monkeypatch.setattr(postings.needs, "BATCH", 3)
    seen = []
    engine = cast.session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    assert len(list(needs.open_needs(cast.session))) == 5
    assert len(seen) == 1 + 2 * 3
