"""What `jupyter teach ledger report` prints: a table, JSON or CSV. See docs/ledger.md."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from jupyter_llm_teach.cli.shapes import SCHEMA, Json
from jupyter_llm_teach.teaching.ledger.amount import Amount
from jupyter_llm_teach.teaching.ledger.grid import WORLD
from jupyter_llm_teach.teaching.ledger.told import amount_told, count_told, seconds_told
from jupyter_llm_teach.teaching.ledger.total import By, Mix, Total, sum_of

_COLUMNS: Final = (
    *("calls", "cut", "failed", "prefilled", "reused", "generated", "thought", "seconds"),
    *("energy_wh", "energy_wh_low", "energy_wh_high", "energy_methods"),
    *("co2e_g", "co2e_g_low", "co2e_g_high", "co2e_grids"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_HEADS: Final = ("calls", "tokens", "time", "energy", "", "CO2e", "")
_DIGITS: Final = 9
_WIDEST: Final = 40


def report_json(by: By, since: datetime | None, totals: Sequence[Total]) -> Json:
    """The answer of `jupyter teach ledger report --json`."""
    return {
        "schema": SCHEMA,
        "by": by,
        "since": None if since is None else since.isoformat(),
        "groups": [{"name": each.name, **_fields(each)} for each in totals],
        "total": _fields(sum_of(totals)),
    }


def print_csv(by: By, totals: Sequence[Total]) -> None:
    """A line for each group; the sum is left to the spreadsheet."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([by, *_COLUMNS])
    for each in totals:
        used, gave_off, tokens = each.watt_hours, each.grams, each.tokens
        writer.writerow(
            [
                _harmless(each.name),
                *(each.calls, each.cut, each.failed),
                *(tokens.prefilled, tokens.reused, tokens.generated, tokens.thought),
                round(each.seconds, 3),
                *(_rounded(used.value), _rounded(used.low), _rounded(used.high)),
                " ".join(each.methods),
                *(_rounded(gave_off.value), _rounded(gave_off.low), _rounded(gave_off.high)),
                " ".join(sorted({mix.grid for mix in each.mixes})),
            ]
        )


def print_table(by: By, since: datetime | None, totals: Sequence[Total]) -> None:
    """A table for people, with its sum and how its figures were found."""
    if not totals:
        when = "" if since is None else f" since {since.date().isoformat()}"
        sys.stdout.write(f"No model was asked for anything{when}.\n")
        return
    whole = sum_of(totals)
    lines = [(by, *_HEADS), *(_line(each.name or "-", each) for each in totals)]
    lines.append(_line("together", whole))
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    for line in lines:
        first = line[0].ljust(widths[0])
        rest = (text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True))
        sys.stdout.write(f"{first}  {'  '.join(rest)}".rstrip() + "\n")
    sys.stdout.write(f"\nEnergy was found by: {', '.join(whole.methods)}.\n")
    sys.stdout.write(f"Electricity: {'; '.join(map(_mix_told, whole.mixes))}.\n")
    if any(mix.grid == WORLD for mix in whole.mixes):
        sys.stdout.write(
            "No region is named, or none that the table knows, for some of it: the world's average "
            "counts there, with a wide range. Name it as [site] region in engines.toml.\n"
        )
    if whole.cut or whole.failed:
        sys.stdout.write(
            f"{whole.cut} calls were cut off and {whole.failed} failed; they count as well.\n"
        )
    sys.stdout.write(
        "In brackets: the range that the true figure may lie in; see docs/ledger.md.\n"
    )


def _line(name: str, total: Total) -> tuple[str, ...]:
    return (
        name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…",
        str(total.calls),
        count_told(total.tokens.all),
        seconds_told(total.seconds),
        *amount_told(total.watt_hours, "Wh"),
        *amount_told(total.grams, "g"),
    )


def _fields(total: Total) -> dict[str, Json]:
    tokens = total.tokens
    return {
        "calls": total.calls,
        "cut": total.cut,
        "failed": total.failed,
        "tokens": {
            "prefilled": tokens.prefilled,
            "reused": tokens.reused,
            "generated": tokens.generated,
            "thought": tokens.thought,
            "estimated": tokens.estimated,
        },
        "seconds": round(total.seconds, 3),
        "energy": {**_amount(total.watt_hours), "unit": "Wh", "methods": list(total.methods)},
        "co2e": {**_amount(total.grams), "unit": "g", "mixes": [_mix(e) for e in total.mixes]},
    }


def _amount(amount: Amount) -> dict[str, Json]:
    return {
        "value": _rounded(amount.value),
        "low": _rounded(amount.low),
        "high": _rounded(amount.high),
    }


def _mix(mix: Mix) -> Json:
    return {"grid": mix.grid, "source": mix.source, "year": mix.year}


def _mix_told(mix: Mix) -> str:
    return f"{mix.grid} ({mix.source}, {mix.year})"


def _rounded(figure: float) -> float:
    return round(figure, _DIGITS)


def _harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(_FORMULA) else name
