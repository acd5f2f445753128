from typing import Literal

import pytest

from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.courses.tags.lines import LEFTOVERS, OddTag, Tag, tags

Kind = Literal["code", "markdown"]


def only(text: str, kind: Kind = "code") -> Tag | OddTag | None:
    found = list(tags(text, kind, "python"))
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("# <CORRECTION>", "<CORRECTION>"),
        ("# </CORRECTION>", "</CORRECTION>"),
        ("#<correction>", "<CORRECTION>"),
        ("####   < / Corrigé  >", "</CORRIGE>"),
        ("# <Corrige\u0301>", "<CORRIGE>"),
        ("## <CORRIGÉS>", "<CORRIGES>"),
        ("# <corr>", "<CORR>"),
        ("<!-- <SOLUTION> -->", "<SOLUTION>"),
        ("<!--</Solutions>-->", "</SOLUTIONS>"),
        ("<CORRECTION>", "<CORRECTION>"),
        ("// <CORRECTION>", "<CORRECTION>"),
        ("/* </CORRECTION> */", "</CORRECTION>"),
        ("# --- <CORRECTION> ---", "<CORRECTION>"),
        ("**<CORRECTION>**", "<CORRECTION>"),
        ("\t  # <CORRECTION>\t", "<CORRECTION>"),
        ("# <COR\u200bRECTION>", "<CORRECTION>"),
    ],
)
def test_a_tag_alone_on_its_line_is_a_tag(text: str, tag: str, kind: Kind) -> None:
    found = only(text, kind)

    assert isinstance(found, Tag)
    assert found.text == tag


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# <CORRECTION", "<CORRECTION>"),
        ("# CORRECTION>", "<CORRECTION>"),
        ("# </CORECTION>", "</CORRECTION>"),
        ("# </CORRETION>", "</CORRECTION>"),
        ("# <C/ORRECTION>", "</CORRECTION>"),
        ("# <CORRECTION/>", "</CORRECTION>"),
        ("# <\\CORRECTION>", "</CORRECTION>"),
        ("# <CORRECTION exo 1>", "<CORRECTION>"),
        ("# [CORRECTION]", "<CORRECTION>"),
        ("# /CORRECTION", "</CORRECTION>"),
        ("# \uff1cCORRECTION\uff1e", "<CORRECTION>"),
        ("# <>CORRECTION", "<CORRECTION>"),
        ("# </ SOLUTONS >", "</SOLUTION>"),
        ("# <CORRIGER>", "<CORRIGE>"),
        ("<CORECTION>", "<CORRECTION>"),
        ("x = 1  # <CORRECTION", "<CORRECTION>"),
        ("x = 1  # fin </CORECTION>", "</CORRECTION>"),
    ],
)
def test_what_is_nearly_a_tag_is_told_with_the_tag_that_it_looks_like(
    text: str, wanted: str
) -> None:
    found = only(text)

    assert isinstance(found, OddTag)
    assert (found.code, found.severity) == ("tag_misspelled", Severity.ERROR)
    assert f'"{wanted}"' in found.message


@pytest.mark.parametrize(
    ("text", "kind", "sides"),
    [
        ("# <CORRECTION> à faire", "code", (False,)),
        ("# <<CORRECTION>>", "code", (False,)),
        ("x = 1 # <CORRECTION>", "code", (False,)),
        ("x = 1 # <CORRECTION> 2 </CORRECTION>", "code", (False, True)),
        ("<CORRECTION> # début", "code", (False,)),
        ("> <CORRECTION>", "markdown", (False,)),
        ("<CORRECTION>42</CORRECTION>", "markdown", (False, True)),
        ("Entre <CORRECTION> et </CORRECTION>", "markdown", (False, True)),
        ("Réponse : 42 </CORRECTION>", "markdown", (True,)),
        ("<CORRECTION>" + "long " * 900 + "</CORRECTION>", "markdown", (False, True)),
        ("'''\n# <CORRECTION>\n'''", "code", ()),
    ],
)
def test_a_tag_that_may_be_meant_but_is_not_alone_is_wrong(
    text: str, kind: Kind, sides: tuple[bool, ...]
) -> None:
    found = only(text, kind)

    assert isinstance(found, OddTag)
    assert (found.code, found.severity) == ("tag_misplaced", Severity.ERROR)
    assert found.sides == sides


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("print('la balise <CORRECTION>')", "code"),
        ('s = "# </CORRECTION>"', "code"),
        ("# la balise <CORRECTION> ici", "code"),
        ("la balise `<CORRECTION>`", "markdown"),
        ("la balise <CORRECTION> sert à", "markdown"),
        ("la balise <CORECTION> sert à", "markdown"),
        ("`<CORRECTION>` et `</CORRECTION>` entourent", "markdown"),
    ],
)  # fmt: skip
def test_words_about_tags_are_a_warning(text: str, kind: Kind) -> None:
    found = only(text, kind)

    assert isinstance(found, OddTag)
    assert (found.code, found.severity) == ("tag_mentioned", Severity.WARNING)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# CORRECTION", "code"),
        ("# Solution : voir [1]", "code"),
        ("# -> solution", "code"),
        ("# x < solution", "code"),
        ("# <resolution>", "code"),
        ("# <collection>", "code"),
        ("if x <solution>3:", "code"),
        ("solution > 0", "code"),
        ("    << solution;", "code"),
        ("{solution}", "code"),
        ("[solution]", "code"),
        ("y = [1]  # [solution]", "code"),
        ("vector<Correction> v", "code"),
        ("# <", "code"),
        ("> Correction", "markdown"),
        ("<b>Correction</b>", "markdown"),
        ("<details><summary>Correction</summary>", "markdown"),
        ("### [Correction]", "markdown"),
        ("<!-- correction -->", "markdown"),
        ("« Correction »", "markdown"),
        ("[Correction](TP1-corr.ipynb)", "markdown"),
        ("<div class='solution'>", "markdown"),
        ("Solution / correction", "markdown"),
        ("<co" + "r" * 2000, "markdown"),
    ],
)
def test_ordinary_lines_are_no_tags(text: str, kind: Kind) -> None:
    assert only(text, kind) is None


@pytest.mark.parametrize("text", ["a\n  ### </ Corrigé >", "<!-- <SOLUTION> -->", "<correction>"])
def test_a_tag_that_is_left_over_is_found(text: str) -> None:
    assert LEFTOVERS.search(text)


@pytest.mark.parametrize("text", ["la balise <CORRECTION>", "# correction", "x <corr> y"])
def test_other_words_are_not_left_over(text: str) -> None:
    assert LEFTOVERS.search(text) is None
