from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.cli.main import main
from jupyter_llm_teach.storage.ledger import SqlLedger
from jupyter_llm_teach.teaching.ledger.call import Call
from tests.contracts.ledger_contract import CALL, CUT, OF_BOB

FORMULA = replace(CALL, account=replace(CALL.account, learner="=1+1"))


def written(path: Path, *calls: Call) -> Path:
    async def fill() -> None:
        ledger = SqlLedger(path)
        for each in calls:
            ledger.add(each)
        await ledger.aclose()

    anyio.run(fill)
    return path


@pytest.fixture
def journal(tmp_path: Path) -> str:
    return str(written(tmp_path / "journal.sqlite", CALL, CUT, OF_BOB))


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["ledger", "report", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("student", ["ada", "bob"]),
        ("exercise", ["lists", "loops"]),
        ("model", ["large", "tiny"]),
        ("day", ["2026-01-05", "2026-01-06"]),
    ],
)
def test_a_report_adds_up(
    journal: str, capsys: pytest.CaptureFixture[str], by: str, names: list[str]
) -> None:
    said = json.loads(report(capsys, "--journal", journal, "--by", by, "--json"))
    groups, total = said["groups"], said["total"]

    assert (said["schema"], said["by"], said["since"]) == (1, by, None)
    assert [each["name"] for each in groups] == names
    assert total["calls"] == sum(each["calls"] for each in groups) == 3
    assert total["seconds"] == sum(each["seconds"] for each in groups) == 3.5
    for figure in ("prefilled", "reused", "generated", "thought"):
        assert total["tokens"][figure] == sum(each["tokens"][figure] for each in groups)
    for figure in ("value", "low", "high"):
        assert total["energy"][figure] == sum(each["energy"][figure] for each in groups)
        assert total["co2e"][figure] == sum(each["co2e"][figure] for each in groups)


def test_every_figure_says_how_it_was_found(
    journal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(report(capsys, "--journal", journal, "--json"))

    assert said["total"]["energy"] == {
        "value": 1.5,
        "low": 0.75,
        "high": 3.0,
        "unit": "Wh",
        "methods": ["cpu_seconds", "table"],
    }
    assert said["total"]["co2e"]["mixes"] == [{"grid": "FR", "source": "Ember", "year": 2023}]


def test_a_day_to_begin_with_is_given(journal: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(report(capsys, "--journal", journal, "--since", "2026-01-06", "--json"))

    assert said["since"].startswith("2026-01-06T00:00:00")
    assert said["total"]["calls"] == 1


def test_one_student_is_asked_for(journal: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(report(capsys, "--journal", journal, "--student", "bob", "--json"))

    assert said["total"]["calls"] == 1


def test_a_table_is_for_people(journal: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = report(capsys, "--journal", journal, "--by", "student")

    assert said.splitlines()[:4] == [
        "student   calls  tokens   time   energy                CO2e",
        "ada           2     163  2.0 s  0.50 Wh  (0.25-1.0)   1.0 g  (0.50-2.0)",
        "bob           1     150  1.5 s   1.0 Wh  (0.50-2.0)  0.50 g  (0.25-1.0)",
        "together      3     313  3.5 s   1.5 Wh  (0.75-3.0)   1.5 g  (0.75-3.0)",
    ]
    assert "Energy was found by: cpu_seconds, table." in said
    assert "Electricity: FR (Ember, 2023)." in said
    assert "1 calls were cut off and 1 failed; they count as well." in said


def test_electricity_of_nobody_knows_where_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = replace(CALL, carbon=replace(CALL.carbon, grid="world"))
    path = written(tmp_path / "journal.sqlite", nowhere)

    assert "No region is named, or none that the table knows" in report(
        capsys, "--journal", str(path)
    )


def test_a_spreadsheet_gets_a_line_for_each_group(
    journal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = report(capsys, "--journal", journal, "--by", "student", "--csv")
    ada, bob = csv.DictReader(io.StringIO(said))

    assert (ada["student"], ada["calls"], ada["cut"], ada["failed"]) == ("ada", "2", "1", "0")
    assert (bob["student"], bob["energy_wh"], bob["energy_methods"]) == ("bob", "1.0", "table")
    assert (ada["co2e_g"], ada["co2e_grids"]) == ("1.0", "FR")


def test_no_name_is_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "journal.sqlite", FORMULA)
    said = report(capsys, "--journal", str(path), "--by", "student", "--csv")

    assert said.splitlines()[1].startswith("'=1+1,")


@pytest.mark.usefixtures("nothing_recorded")
def test_an_empty_ledger_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(capsys) == "No model was asked for anything.\n"
    assert report(capsys, "--since", "2026-01-06") == (
        "No model was asked for anything since 2026-01-06.\n"
    )


@pytest.mark.usefixtures("nothing_recorded")
def test_an_empty_ledger_is_empty_json_and_a_line_of_csv(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = json.loads(report(capsys, "--json"))

    assert (said["groups"], said["total"]["calls"]) == ([], 0)
    assert report(capsys, "--csv") == (
        "model,calls,cut,failed,prefilled,reused,generated,thought,seconds,energy_wh,"
        "energy_wh_low,energy_wh_high,energy_methods,co2e_g,co2e_g_low,co2e_g_high,co2e_grids\n"
    )


@pytest.fixture
def nothing_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0001-01-01x"])
def test_a_day_that_is_none_is_said(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["ledger", "report", "--since", day])

    assert ended.value.code == 2
    assert "is no day; write one such as 2026-09-01" in capsys.readouterr().err


def test_a_journal_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "report", "--journal", str(tmp_path / "none")]) == 2
    assert "Give --journal an existing file." in capsys.readouterr().err
