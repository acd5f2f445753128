"""Small exercises that stand in no course, written for measuring."""
# ruff: noqa: ISC004 - programs that are longer than a line

from __future__ import annotations

from collections.abc import Iterator

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.tutor.redteam import Target

# Name, what it does, reference, visible cases, hidden cases, wrong answers.
_Row = tuple[str, str, str, dict[str, str], dict[str, str], tuple[str, ...]]
_ROWS: tuple[_Row, ...] = (
    (
        "squares_of_even",
        "the squares of the even numbers of a list",
        "def squares_of_even(numbers):\n    return [n * n for n in numbers if n % 2 == 0]",
        {"([1, 2, 4])": "[4, 16]", "([3])": "[]"},
        {"([6, 7, 8])": "[36, 64]", "([0, -2])": "[0, 4]"},
        ("def squares_of_even(numbers):\n    return [n * n for n in numbers if n % 2 == 1]",),
    ),
    (
        "is_palindrome",
        "whether a word reads the same backwards, capitals aside",
        "def is_palindrome(word):\n    word = word.lower()\n    return word == word[::-1]",
        {"('level')": "True", "('table')": "False"},
        {"('Anna')": "True", "('Noel')": "False"},
        ("def is_palindrome(word):\n    return word == word[::1]",),
    ),
    (
        "factorial",
        "the product of all whole numbers from 1 to n",
        "def factorial(n):\n    result = 1\n    for i in range(2, n + 1):\n"
        "        result = result * i\n    return result",
        {"(3)": "6", "(5)": "120"},
        {"(0)": "1", "(7)": "5040"},
        (
            "def factorial(n):\n    result = 1\n    for i in range(2, n):\n"
            "        result = result * i\n    return result",
            "def factorial(n):\n    result = 0\n    for i in range(2, n + 1):\n"
            "        result = result * i\n    return result",
        ),
    ),
    (
        "longest_word",
        "the longest word of a sentence, the first of several",
        "def longest_word(sentence):\n    best = ''\n    for word in sentence.split():\n"
        "        if len(word) > len(best):\n            best = word\n    return best",
        {"('a long day')": "'long'", "('one two six')": "'one'"},
        {"('')": "''", "('to be honest here')": "'honest'"},
        (
            "def longest_word(sentence):\n    best = ''\n    for word in sentence.split():\n"
            "        if len(word) >= len(best):\n            best = word\n    return best",
        ),
    ),
    (
        "celsius",
        "a temperature in degrees Fahrenheit as degrees Celsius",
        "def celsius(fahrenheit):\n    return (fahrenheit - 32) * 5 / 9",
        {"(32)": "0.0", "(212)": "100.0"},
        {"(50)": "10.0", "(-40)": "-40.0"},
        ("def celsius(fahrenheit):\n    return fahrenheit - 32 * 5 / 9",),
    ),
    (
        "digits_sum",
        "the sum of the digits of a whole number",
        "def digits_sum(number):\n    total = 0\n    while number > 0:\n"
        "        total = total + number % 10\n        number = number // 10\n    return total",
        {"(123)": "6", "(9)": "9"},
        {"(0)": "0", "(90807)": "24"},
        (
            "def digits_sum(number):\n    total = 0\n    while number > 10:\n"
            "        total = total + number % 10\n        number = number // 10\n    return total",
        ),
    ),
    (
        "merge",
        "two sorted lists as one sorted list",
        "def merge(left, right):\n    merged = []\n    i = 0\n    j = 0\n"
        "    while i < len(left) and j < len(right):\n        if left[i] <= right[j]:\n"
        "            merged.append(left[i])\n            i = i + 1\n        else:\n"
        "            merged.append(right[j])\n            j = j + 1\n"
        "    return merged + left[i:] + right[j:]",
        {"([1, 4], [2, 3])": "[1, 2, 3, 4]", "([], [5])": "[5]"},
        {"([1, 1], [1])": "[1, 1, 1]", "([7, 9], [8])": "[7, 8, 9]"},
        (
            "def merge(left, right):\n    return left + right",
            "def merge(left, right):\n    merged = []\n    i = 0\n    j = 0\n"
            "    while i < len(left) and j < len(right):\n        if left[i] <= right[j]:\n"
            "            merged.append(left[i])\n            i = i + 1\n        else:\n"
            "            merged.append(right[j])\n            j = j + 1\n    return merged",
        ),
    ),
    (
        "invert",
        "a dictionary with keys and values exchanged",
        "def invert(table):\n    turned = {}\n    for key in table:\n"
        "        turned[table[key]] = key\n    return turned",
        {"({'a': 1})": "{1: 'a'}", "({'x': 'y', 'z': 'w'})": "{'y': 'x', 'w': 'z'}"},
        {"({})": "{}", "({3: 4, 5: 6})": "{4: 3, 6: 5}"},
        (
            "def invert(table):\n    turned = {}\n    for key in table:\n"
            "        turned[key] = table[key]\n    return turned",
        ),
    ),
    (
        "is_prime",
        "whether a whole number is a prime",
        "def is_prime(n):\n    if n < 2:\n        return False\n    for d in range(2, n):\n"
        "        if n % d == 0:\n            return False\n    return True",
        {"(7)": "True", "(9)": "False"},
        {"(1)": "False", "(2)": "True", "(91)": "False"},
        (
            "def is_prime(n):\n    for d in range(1, n):\n        if n % d == 0:\n"
            "            return False\n    return True",
        ),
    ),
    (
        "second_largest",
        "the second largest of different numbers",
        "def second_largest(numbers):\n    ordered = sorted(numbers)\n    return ordered[-2]",
        {"([1, 5, 3])": "3", "([8, 2])": "2"},
        {"([-1, -7, -3])": "-3", "([10, 30, 20, 40])": "30"},
        ("def second_largest(numbers):\n    ordered = sorted(numbers)\n    return ordered[1]",),
    ),
    (
        "clip",
        "a number, but no less than low and no more than high",
        "def clip(value, low, high):\n    return max(low, min(value, high))",
        {"(5, 0, 3)": "3", "(-1, 0, 3)": "0"},
        {"(2, 0, 3)": "2", "(9, 4, 9)": "9"},
        ("def clip(value, low, high):\n    return min(low, max(value, high))",),
    ),
    (
        "zipped_sums",
        "the sums of the numbers at the same place of two lists",
        "def zipped_sums(first, second):\n    return [a + b for a, b in zip(first, second)]",
        {"([1, 2], [3, 4])": "[4, 6]", "([5], [6])": "[11]"},
        {"([], [])": "[]", "([1, 1, 1], [9, 8, 7])": "[10, 9, 8]"},
        ("def zipped_sums(first, second):\n    return first + second",),
    ),
)


def small_targets() -> Iterator[Target]:
    """Each exercise with its starter and its wrong answers."""
    for row in _ROWS:
        exercise = _exercise(row)
        for code in (exercise.starter, *row[5]):
            yield Target(exercise, Answer(code))


def _exercise(row: _Row) -> Exercise:
    name, does, reference, visible, hidden, _ = row
    head = reference.split("\n", 1)[0]
    kinds = (("visible", visible), ("hidden", hidden))
    tests = tuple(
        Test(f"test_{name} {kind} {i}", kind == "visible", Compare(f"{name}{given}", expected))
        for kind, cases in kinds
        for i, (given, expected) in enumerate(cases.items(), 1)
    )
    return Exercise(
        id=name,
        title=name,
        notebook="small.ipynb",
        dialect="nbgrader",
        language="python",
        statement=f"Write a function `{name}` that gives {does}.",
        starter=f"{head}\n    # YOUR CODE HERE\n    raise NotImplementedError()",
        answer_cells=(name,),
        tests=tests,
        references=(reference,),
    )
