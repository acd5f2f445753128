from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.exercise import Holds
from jupyter_llm_teach.teaching.facts.fact import Outside, State
from jupyter_llm_teach.teaching.facts.outside import calls_outside
from jupyter_llm_teach.teaching.run import Raised
from tests.teaching.facts.builders import check, compare, only_fact, returned

_FETCHES = "import requests\ndef f(x):\n    return requests.get('https://x.org').text"


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("import time\ntime.time()", Outside.CLOCK),
        ("import time as t\nt.perf_counter()", Outside.CLOCK),
        ("from time import time\ntime()", Outside.CLOCK),
        ("from datetime import date as d\nd.today()", Outside.CLOCK),
        ("import datetime\ndatetime.datetime.now()", Outside.CLOCK),
        ("import pandas as pd\npd.Timestamp.now()", Outside.CLOCK),
        ("import time\ntime.sleep(1)", None),
        ("from datetime import date\ndate(2024, 1, 1)", None),
        ("today()", None),
        ("import requests\nrequests.get('x')", Outside.NETWORK),
        ("import urllib.request\nurllib.request.urlopen('x')", Outside.NETWORK),
        ("import urllib.request as r\nr.urlopen('x')", Outside.NETWORK),
        ("from urllib.request import urlopen\nurlopen('x')", Outside.NETWORK),
        ("import socket\nsocket.socket().connect(('x', 1))", Outside.NETWORK),
        ("import pandas as pd\npd.read_csv('https://x.org/a.csv')", Outside.NETWORK),
        ("import pandas as pd\npd.read_csv('a.csv')", None),
        ("print('https://x.org')", None),
        ("from . import a\na()", None),
        ("f(1) (", None),
    ],
)
def test_what_a_program_asks_for_outside(program: str, found: Outside | None) -> None:
    assert calls_outside(program) is found


def test_a_test_that_fails_by_the_clock_says_so() -> None:
    fact = only_fact(check(Holds("time.time() < f(1)"), "import time"), returned("False"))

    assert (fact.state, fact.outside) == (State.FAILED, Outside.CLOCK)


def test_a_test_that_passes_says_nothing_of_the_clock() -> None:
    fact = only_fact(check(Holds("time.time() > f(1)"), "import time"), returned("True"))

    assert (fact.state, fact.outside) == (State.PASSED, None)


@pytest.mark.parametrize("kind", ["URLError", "gaierror", "PermissionError"])
def test_a_test_that_needs_the_network_is_not_judged(kind: str) -> None:
    fact = only_fact(compare("f(1)", "'a'"), Raised(kind, "no", 3), _FETCHES)

    assert (fact.state, fact.not_judged, fact.outside) == (
        State.NOT_RUN,
        "network",
        Outside.NETWORK,
    )


def test_a_program_that_is_refused_a_file_does_not_need_the_network() -> None:
    fact = only_fact(compare("f(1)", "'a'"), Raised("PermissionError", "no", 1))

    assert (fact.state, fact.not_judged) == (State.ERROR, "")


def test_another_mistake_in_a_program_that_fetches_is_told() -> None:
    fact = only_fact(compare("f(1)", "'a'"), Raised("TypeError", "no", 3), _FETCHES)

    assert (fact.state, fact.outside) == (State.ERROR, Outside.NETWORK)
