"""Words that stand for signs, as the signs: "plus one" is ``+ 1``."""

from __future__ import annotations

import re
from functools import lru_cache

from jupyter_llm_teach.teaching.guard.plain import Plain

_MORE = r"(?:greater|larger|bigger|higher|more)"
_LESS = r"(?:less|smaller|lower|fewer)"
_PLUS = r"(?:supérieure?s?|plus grande?s?|plus élevée?s?)"
_MOINS = r"(?:inférieure?s?|plus petite?s?)"
_OR = r"(?: or| ou) (?:equal|égale?s?|égaux)(?: to| à| que)?"
_IS = r"(?:(?:is|are|est|soit|be) )?(?:strictly |strictement )?"
_NUMBERS = "zero one two three four five six seven eight nine ten".split()  # noqa: SIM905
_NOMBRES = "zéro un deux trois quatre cinq six sept huit neuf dix".split()  # noqa: SIM905
_LEXICON = (
    (rf"{_IS}{_MORE}(?: than)?{_OR}|at least|au moins|{_IS}{_PLUS}{_OR}", " >= "),
    (rf"{_IS}{_LESS}(?: than)?{_OR}|at most|au plus|{_IS}{_MOINS}{_OR}", " <= "),
    (rf"{_IS}{_MORE} than|{_IS}{_PLUS} (?:à|que)", " > "),
    (rf"{_IS}{_LESS} than|{_IS}{_MOINS} (?:à|que)", " < "),
    (r"(?:is |are )?(?:not equal to|different from)|(?:est )?différente?s? de", " != "),
    (r"(?:double equals?|equals? equals?)(?: sign)?|(?:is )?equal to|(?:est )?égale?s? à", " == "),
    (r"plus equals?|plus égale?", " += "),
    (r"minus equals?|moins égale?", " -= "),
    (r"is set to|equals|gets|égale?|reçoit|vaut|prend la valeur", " = "),
    (r"integer division|floor divided by|division entière", " // "),
    (r"divided by|divisée? par", " / "),
    (r"times|multiplied by|fois|multipliée? par", " * "),
    (r"to the power(?: of)?|à la puissance|puissance", " ** "),
    (r"squared|au carré", " ** 2 "),
    (r"modulo|mod", " % "),
    (r"plus", " + "),
    (r"minus|moins", " - "),
    (
        (
            r"open(?:ing)? (?:parenthesis|parentheses|paren|round bracket|bracket)"
            r"|(?:parenthèse ouvrante|ouvre(?:z)?(?: la)? parenthèse)|left paren(?:thesis)?"
        ),
        "(",
    ),
    (
        (
            r"clos(?:e|ing) (?:parenthesis|parentheses|paren|round bracket|bracket)"
            r"|(?:parenthèse fermante|ferme(?:z)?(?: la)? parenthèse)|right paren(?:thesis)?"
        ),
        ")",
    ),
    (r"open(?:ing)? square bracket|crochet ouvrant", "["),
    (r"clos(?:e|ing) square bracket|crochet fermant", "]"),
    (r"underscore|tiret bas", "_"),
    (r"colon|deux-points|deux points", ":"),
    (r"dot|point", "."),
    (r"comma|virgule", ", "),
    (r"new ?line|nouvelle ligne|à la ligne|next line", "\n"),
    (r"and then|then|puis|quote|unquote|guillemets?", " "),
    *((word, f" {value} ") for words in (_NUMBERS, _NOMBRES) for value, word in enumerate(words)),
)
_SIGNS = {f"w{number}": sign for number, (_, sign) in enumerate(_LEXICON)}
_SPOKEN = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<w{number}>{pattern})" for number, (pattern, _) in enumerate(_LEXICON))
    + r")(?!\w)",
    re.IGNORECASE,
)

_DEPTH = re.compile(
    r"(?<!\w)(?:(?:in|de|out)dent|(?:dés)?indente|retrait|tab(?:ulation)?"
    r"|one level (?:in|out)|(?:to the|vers la|à) (?:left|right|gauche|droite)|d'un cran"
    r"|(?:open(?:ing)?|clos(?:e|ing)) brace|accolade (?:ouvrante|fermante))(?!\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def written_out(text: str) -> Plain:
    """The text with signs for words, and where each of its characters stood."""
    characters: list[str] = []
    origin: list[int] = []
    last = 0
    for match in _SPOKEN.finditer(text):
        characters.append(text[last : match.start()])
        origin.extend(range(last, match.start()))
        sign = _SIGNS[match.lastgroup or ""]
        characters.append(sign)
        origin.extend([match.start()] * len(sign))
        last = match.end()
    characters.append(text[last:])
    origin.extend(range(last, len(text)))
    return Plain("".join(characters), tuple(origin))


@lru_cache(maxsize=16)
def unspoken(text: str) -> str:
    """The text without words that stand for signs or for depth, so that places stay the same."""
    flat = _DEPTH.sub(lambda match: " " * len(match[0]), text)
    return _SPOKEN.sub(lambda match: " " * len(match[0]), flat)
