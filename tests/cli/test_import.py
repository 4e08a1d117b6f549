"""``scenario-market import`` as an officer runs it: sentences, not codes."""

import pytest
from click.testing import CliRunner

from scenario_market.cli import main
from scenario_market.domain.parties.models import RoleGrant
from tests import factories
from tests.domain.providers.pool_file import GOOD, text_file

LIST = "应用领域,序号,应用场景名称,场景简介\n智慧交通,1,路口优化,信号协同\n无此领域,2,甲,乙\n"


@pytest.fixture
def run(tmp_path, database_url, database, monkeypatch):
    """Brings a text in as a file, by an office lead or by somebody else."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SM_LOG_LEVEL", "error")
    with database.unit_of_work() as session:
        lead, nobody = factories.person(session), factories.person(session)
        session.add(RoleGrant(person_id=lead.id, role="office_lead", starts_at=factories.NOW))
        mobiles = {True: lead.mobile, False: nobody.mobile}

    def run(content, *arguments, lead=True):
        path = tmp_path / "机会清单.csv"
        path.write_bytes(content)
        command = ["import", str(path), *arguments, "--as", mobiles[lead]]
        return CliRunner().invoke(main, command)

    return run


def test_a_list_of_demands_is_looked_at_first_and_each_error_is_a_sentence(run):
    result = run(LIST.encode(), "--kind", "demands")
    assert result.exit_code == 0, result.output
    first, second = result.output.splitlines()
    assert first.startswith("需求清单 #")
    assert first.endswith("：已检查，尚未导入。共 2 行：新增 1，更新 0，未变 0，有误 1。")
    assert second.startswith("第 3 行“应用领域”：")
    assert "无此领域" in second


def test_the_good_rows_are_taken_in_once(run):
    assert "已导入" in run(LIST.encode(), "--kind", "demands", "--mode", "good").output
    again = run(LIST.encode(), "--kind", "demands", "--mode", "good")
    assert "新增 0，更新 0，未变 1，有误 1" in again.output


def test_how_far_a_long_file_is_read_is_said_beside_the_result(run):
    rows = "".join(f"智慧交通,{n},路口优化{n},信号协同\n" for n in range(1, 521))
    result = run((LIST.splitlines()[0] + "\n" + rows).encode(), "--kind", "demands")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == ["已读取 250 行……", "已读取 500 行……"]
    assert "共 520 行" in result.stdout


def test_a_pool_is_taken_in(run):
    result = run(text_file(GOOD), "--mode", "all", "--language", "en")
    assert result.output.endswith(": taken in. 1 rows: new 1, updated 0, unchanged 0, wrong 0.\n")


def test_wrong_rows_refuse_the_whole_and_an_unusable_file_ends_with_an_error(run):
    refused = run(LIST.encode(), "--kind", "demands", "--mode", "all")
    assert refused.exit_code == 1
    assert "共 2 行，其中 1 行有误" in refused.output
    failed = run("甲,乙\n1,2\n".encode(), "--mode", "all")
    assert failed.exit_code == 1
    assert "未能导入" in failed.output
    assert "没有找到表头" in failed.output


def test_who_may_not_import_is_told_so(run):
    result = run(LIST.encode(), "--kind", "demands", lead=False)
    assert result.exit_code == 1
    assert "没有权限" in result.output
