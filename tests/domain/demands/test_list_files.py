"""A demand list as a file: what stands in it for whom, and that it is read in again."""

import io

import pytest

from scenario_market.documents.columns import SCENARIOS
from scenario_market.documents.demand_sheets import WITHDRAWN, write_list
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import withdrawing
from tests.domain.demands.cases import COMPLETE, REASONS
from tests.domain.demands.test_queries import get_only_list


def table(cast, actor, form):
    stream = io.BytesIO()
    write_list(stream, get_only_list(cast, actor), cast.city.codes, form=form)
    stream.seek(0)
    return read_table(stream, f"list.{form}", SCENARIOS.headers)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_is_read_in_again_by_its_own_columns(cast, form):
    cast.listed(lead_department="市经信局")
    read = table(cast, PUBLIC, form)
    (row,) = read.rows
    reading = SCENARIOS.read(row, read.columns, cast.city.codes)
    assert reading.problems == ()
    assert {name: reading.record[name] for name in ("domain", "title", "content")} == {
        name: COMPLETE[name] for name in ("domain", "title", "content")
    }
    assert COMPLETE["place"] in reading.record["place"]
    assert (reading.record["serial"], reading.record["lead_department"]) == ("1", "市经信局")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_of_a_withdrawn_need_the_public_file_holds_its_place_alone(cast, form):
    demand = cast.listed()
    withdrawing.withdraw(
        cast.session,
        demand.id,
        actor=cast.owner,
        version=None,
        reason=REASONS["withdraw"],
        **cast.context,
    )
    (row,) = table(cast, PUBLIC, form).rows
    said = {name: value for name, value in row.values.items() if value is not None}
    assert {name: str(value) for name, value in said.items()} == {
        "serial": "1",
        "title": WITHDRAWN,
    }
    (row,) = table(cast, cast.lead, form).rows
    assert row.values["title"] == COMPLETE["title"]
