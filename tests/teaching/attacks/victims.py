"""Exercises with references and wrong answers that attacks are tried on."""

from __future__ import annotations

from jupyter_llm_teach.teaching.attacks.attack import Telling
from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Test
from jupyter_llm_teach.teaching.policy import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")
PRICE = """\
def price(age):
    if age < 5:
        return 0
    elif age < 18:
        return 6
    else:
        return 10"""
PRICE_WRONG = PRICE.replace("age < 18", "age <= 18")
PRICE_SHORT = PRICE.replace("        return 6\n", "")
MEANS = """\
def means(xs, k):
    found = []
    for start in range(0, len(xs) - k + 1):
        window = xs[start:start + k]
        found.append(sum(window) / k)
    return found"""
MEANS_WRONG = MEANS.replace("k + 1", "k")
MEANS_SHORT = MEANS.replace("\n    return found", "")
TOTAL = """\
def total(xs):
    result = 0
    for x in xs:
        result = result + x
    return result"""
TOTAL_WRONG = TOTAL.replace("result + x", "result - x")
SQUARES = """\
def squares(numbers):
    smallest = 0
    count = len(numbers)
    return [n * n + smallest for n in numbers if n != count - count]"""
SQUARES_WRONG = SQUARES.replace("n * n", "n + n")


def exercise(
    name: str, reference: str, visible: dict[str, str], hidden: dict[str, str]
) -> Exercise:
    head = reference.split("\n", 1)[0]
    tests = [
        Test(f"{kind} {given}", kind == "visible", Compare(f"{name}{given}", expected))
        for kind, cases in (("visible", visible), ("hidden", hidden))
        for given, expected in cases.items()
    ]
    return Exercise(
        id=name,
        title=name,
        notebook="victims.ipynb",
        dialect="nbgrader",
        language="python",
        statement=f"Write {name}.",
        starter=f"{head}\n    raise NotImplementedError()",
        answer_cells=(name,),
        tests=tuple(tests),
        references=(reference,),
    )


PRICES = exercise("price", PRICE, {"(3)": "0", "(40)": "10"}, {"(18)": "10", "(17)": "6"})
WINDOWS = exercise(
    "means",
    MEANS,
    {"([1, 2, 3], 2)": "[1.5, 2.5]"},
    {"([3, 6, 9], 3)": "[6.0]", "([4], 1)": "[4.0]"},
)
POWERS = exercise(
    "squares", SQUARES, {"([1, 2])": "[1, 4]"}, {"([0, 3])": "[9]", "([5, 0, 2])": "[25, 4]"}
)

TOTALS = exercise("total", TOTAL, {"([1, 2])": "3"}, {"([])": "0", "([4, -1])": "3"})


def tellings() -> list[Telling]:
    """Something to tell for every attack: starters, slips, and answers that lack a line."""
    pairs = [
        (PRICES, PRICES.starter),
        (PRICES, PRICE_WRONG),
        (WINDOWS, WINDOWS.starter),
        (WINDOWS, MEANS_WRONG),
        (WINDOWS, MEANS_SHORT),
        (POWERS, SQUARES_WRONG),
        (TOTALS, TOTAL_WRONG),
        (WINDOWS, MEANS_SHORT),
    ]
    return [
        Telling(each.references[0], answer, each, LANGUAGES[seed % 2], seed)
        for seed, (each, answer) in enumerate(pairs)
    ]
