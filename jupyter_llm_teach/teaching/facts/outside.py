"""Whether a test depends on what is not the same at every run: the time, or the network."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Compare, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.fact import Outside
from jupyter_llm_teach.teaching.facts.source import parsed
from jupyter_llm_teach.teaching.run import Raised, Result

_CLOCK = re.compile(
    r"time\.(?:time|perf_counter|monotonic|process_time|localtime|gmtime|ctime)(?:_ns)?"
    r"|datetime\.(?:datetime|date)\.(?:now|today|utcnow)"
    r"|(?:pandas\.)?Timestamp\.(?:now|today)|timeit\.\w+"
)
_NETWORK = re.compile(
    r"(?:requests|httpx|aiohttp|socket|ftplib|smtplib)\.\w+(?:\.\w+)*"
    r"|urllib\.request\.\w+|http\.client\.\w+"
)
_NETWORK_ERRORS = re.compile(
    r"URLError|HTTPError|gaierror|Connection(?:Refused|Reset)?Error|ConnectTimeout|ConnectError"
    r"|NewConnectionError|MaxRetryError|ClientConnectorError"
)
_DENIED = re.compile(r"PermissionError|OSError|BlockingIOError")
_ADDRESS = re.compile(r"(?:https?|ftp)://")


def outside(test: Test, code: str) -> Outside | None:
    """What a test or the answer that it calls asks for outside of the program, by its text.

    Args:
        test: The test.
        code: The learner's answer.
    """
    return calls_outside("\n".join([code, test.setup, _text(test)]))


def calls_outside(program: str) -> Outside | None:
    """What a program asks for outside of itself, by the functions that it calls."""
    tree = parsed(program)
    if tree is None:
        return None
    found = set(_calls(tree))
    if any(_NETWORK.fullmatch(name) for name in found) or _opens_address(tree):
        return Outside.NETWORK
    return Outside.CLOCK if any(_CLOCK.fullmatch(name) for name in found) else None


def missed_network(result: Result, asked: Outside | None) -> bool:
    """Whether a result is that of a program that needs a network and has none."""
    if not isinstance(result, Raised):
        return False
    denied = asked is Outside.NETWORK and bool(_DENIED.fullmatch(result.type))
    return denied or bool(_NETWORK_ERRORS.fullmatch(result.type))


def _text(test: Test) -> str:
    match test.check:
        case Compare(expression=text) | Holds(expression=text) | Runs(code=text):
            return text
        case _:
            assert_never(test.check)


def _calls(tree: ast.Module) -> Iterator[str]:
    """The full names of the functions that are called, such as ``datetime.date.today``."""
    known = dict(_imports(tree))
    for each in ast.walk(tree):
        if isinstance(each, ast.Call):
            first, _, rest = ast.unparse(each.func).partition(".")
            full = known.get(first, first)
            yield f"{full}.{rest}" if rest else full


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for each in ast.walk(tree):
        match each:
            case ast.Import(names=names):
                for alias in names:
                    top = alias.name.split(".")[0]
                    yield (alias.asname or top), (alias.name if alias.asname else top)
            case ast.ImportFrom(module=str(module), names=names):
                for alias in names:
                    yield (alias.asname or alias.name), f"{module}.{alias.name}"
            case _:
                continue


def _opens_address(tree: ast.Module) -> bool:
    """Whether something is read from an address, as by ``pd.read_csv("https://...")``."""
    return any(
        isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and _ADDRESS.match(argument.value)
        and re.search(r"read_\w+$|open$|load\w*$|get$", ast.unparse(each.func))
        for each in ast.walk(tree)
        if isinstance(each, ast.Call)
        for argument in each.args
    )
