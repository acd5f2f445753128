from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.named_files import NamedFiles, named_files, named_in


@pytest.mark.parametrize(
    ("program", "files"),
    [
        pytest.param('pd.read_csv("ventes.csv")', ("ventes.csv",), id="a table"),
        pytest.param("open('data/poem.txt')", ("data/poem.txt",), id="a folder below"),
        pytest.param("open('./données 2024.csv')", ("données 2024.csv",), id="here, with a space"),
        pytest.param("%matplotlib inline\nf = 'a.txt'", ("a.txt",), id="a cell with a magic"),
        pytest.param("a('b.txt', 'b.txt')", ("b.txt",), id="once"),
        pytest.param("open('../data/x.csv')", (), id="a folder above"),
        pytest.param("open('data/../../x.csv')", (), id="a folder above by a detour"),
        pytest.param("open('/etc/hosts.txt')", (), id="an absolute path"),
        pytest.param("open('~/x.csv')", (), id="the home folder"),
        pytest.param("open('.secret/x.csv')", (), id="a hidden folder"),
        pytest.param("read('https://a.org/x.csv')", (), id="an address"),
        pytest.param("open('C:\\\\x.csv')", (), id="a drive"),
        pytest.param("'one\\ntwo.csv'", (), id="a text of two lines"),
        pytest.param("f('x.csv'", (), id="no Python"),
        pytest.param("b'x.csv'", (), id="bytes"),
    ],
)
def test_names_of_files_are_found(program: str, files: tuple[str, ...]) -> None:
    assert named_in([program]).files == files


def test_a_folder_and_a_name_that_stand_apart_are_both_found() -> None:
    named = named_in(['DATA = Path("data/")', 'open(DATA / "x.csv")'])

    assert named == NamedFiles(files=("x.csv",), folders=("data",))


def test_imported_modules_are_found() -> None:
    program = "import shapes, numpy as np\nfrom lib.sub import f\nfrom . import here"

    assert named_in([program]).modules == ("shapes", "numpy", "lib")


def test_folders_alone_are_nothing_to_look_for() -> None:
    assert not NamedFiles(folders=("data",))
    assert NamedFiles(modules=("shapes",))


def test_everything_that_is_run_is_searched() -> None:
    tests = (
        Test("1", visible=True, check=Compare("f('a.csv')", "g('b.csv')"), setup="p = 'c.csv'"),
        Test("2", visible=False, check=Holds("h('d.csv')")),
        Test("3", visible=False, check=Runs("open('e.csv')")),
    )
    found = Exercise(
        "x", "", "n.ipynb", "plain", "python", "", "", ("a",), tests=tests, references=("'f.csv'",)
    )

    named = named_files(found, Answer("'g.csv'", ("'h.csv'",)))

    assert sorted(named.files) == [f"{letter}.csv" for letter in "abcdefgh"]


@given(st.lists(st.text(max_size=20)))
def test_no_text_breaks_it_or_leads_out_of_the_folder(texts: list[str]) -> None:
    for path in named_in([repr(text) for text in texts]).files:
        assert not path.startswith(("/", "."))
        assert ".." not in path.split("/")


def test_a_table_of_words_costs_no_more_than_a_hundred_looks() -> None:
    words = repr([f"word{number}.txt" for number in range(1000)])

    assert len(named_in([words]).files) == 100
