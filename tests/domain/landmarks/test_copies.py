"""Places that copied a landmark: reported with evidence, confirmed by the office, counted."""

from datetime import date

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.errors import Invalid, NotFound, RuleRefused
from scenario_market.domain.landmarks import copying, queries
from scenario_market.domain.moves import Reason
from tests import factories

NOT_PROVED = Reason("not_proved", "所附证明与报送地点不符")


def confirm(made, row, actor=None):
    return copying.confirm(made.session, row.id, actor=actor or made.officer, **made.plain)


def test_a_copy_counts_once_the_office_confirmed_its_evidence(made):
    row = made.certified().reported()
    assert copying.count(made.session, made.row.id) == 0
    with pytest.raises(RuleRefused) as refused:
        confirm(made, row)
    assert refused.value.rule == "copy_evidence_missing"
    made.file("landmark_copy", row.id, "evidence")
    confirm(made, row)
    assert copying.count(made.session, made.row.id) == 1
    shown = queries.landmark(made.session, made.row.id, actor=PUBLIC)
    assert shown["copies"] == 1


def test_a_copy_that_is_not_proved_is_declined_with_its_reason(made):
    row = made.certified().reported()
    copying.decline(made.session, row.id, reason=NOT_PROVED, actor=made.officer, **made.context)
    assert (row.state, copying.count(made.session, made.row.id)) == ("declined", 0)
    assert queries.copies(made.session, made.row.id, actor=PUBLIC).rows == []
    assert len(queries.copies(made.session, made.row.id, actor=made.cast.owner).rows) == 1


def test_only_a_certified_landmark_is_copied(made):
    made.announced()
    with pytest.raises(RuleRefused) as refused:
        made.reported()
    assert refused.value.rule == "landmark_not_certified"


def test_every_wrong_field_of_a_report_is_named(made):
    made.certified()
    with pytest.raises(Invalid) as invalid:
        made.reported(place=" ", description="字" * 5_001, copied_on=date(2099, 1, 1))
    assert {one.field for one in invalid.value.errors} == {"place", "description", "copied_on"}


def test_strangers_report_nothing_and_nobody_confirms_his_own_report(made):
    made.certified()
    _, stranger = made.cast.provider(name="无关单位")
    with pytest.raises(NotFound):
        made.reported(stranger)
    row = made.reported(made.officer)
    made.file("landmark_copy", row.id, "evidence")
    with pytest.raises(RuleRefused) as refused:
        confirm(made, row)
    assert refused.value.rule == "own_writing"
    confirm(made, row, factories.officer(made.cast.person()))
