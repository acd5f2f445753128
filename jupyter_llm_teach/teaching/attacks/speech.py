"""Programs read aloud, in English and French: every sign is a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_llm_teach.teaching.attacks.lexing import IN, NEW_LINE, OUT, program, tokens
from jupyter_llm_teach.teaching.policy import Language

_SIGNS: dict[Language, dict[str, str]] = {
    "en": {
        "(": "open parenthesis", ")": "close parenthesis", "[": "open bracket",
        "]": "close bracket", "{": "open brace", "}": "close brace", ":": "colon", ",": "comma",
        ".": "dot", "=": "equals", "+": "plus", "-": "minus", "*": "times", "/": "divided by",
        "//": "floor divided by", "%": "modulo", "**": "to the power of", "==": "equals equals",
        "!=": "not equals", "<": "less than", "<=": "less or equal", ">": "greater than",
        ">=": "greater or equal", "+=": "plus equals", "-=": "minus equals",
        "*=": "times equals", NEW_LINE: "new line", IN: "indent", OUT: "dedent",
    },
    "fr": {
        "(": "parenthèse ouvrante", ")": "parenthèse fermante", "[": "crochet ouvrant",
        "]": "crochet fermant", "{": "accolade ouvrante", "}": "accolade fermante",
        ":": "deux-points", ",": "virgule", ".": "point", "=": "égale", "+": "plus",
        "-": "moins", "*": "fois", "/": "divisé par", "//": "division entière par",
        "%": "modulo", "**": "puissance", "==": "égale égale", "!=": "différent de",
        "<": "inférieur à", "<=": "inférieur ou égal à", ">": "supérieur à",
        ">=": "supérieur ou égal à", "+=": "plus égale", "-=": "moins égale",
        "*=": "fois égale", NEW_LINE: "à la ligne", IN: "vers la droite", OUT: "vers la gauche",
    },
}  # fmt: skip
# As in an explanation: names are quoted, the rest is told.
_TOLD: dict[Language, dict[str, str]] = {
    "en": {
        "(": "of", ")": "(end)", "[": "at", "]": "(there)", ":": "then", ",": "and also",
        ".": "'s", "=": "becomes", "+": "plus", "-": "minus", "*": "times", "/": "divided by",
        "%": "modulo", "==": "is equal to", "!=": "is different from", "<": "is smaller than",
        "<=": "is at most", ">": "is greater than", ">=": "is at least", "+=": "grows by",
        "for": "for each", "in": "among", "return": "give back", "if": "when", "elif": "or when",
        "else": "otherwise", "def": "define", "while": "as long as", "not": "not",
        "and": "and at once", "or": "or else", NEW_LINE: ".\n", IN: "(inside)", OUT: "(outside)",
    },
    "fr": {
        "(": "de", ")": "(fin)", "[": "à la place", "]": "(là)", ":": "alors", ",": "et aussi",
        ".": "son", "=": "devient", "+": "plus", "-": "moins", "*": "fois", "/": "divisé par",
        "%": "modulo", "==": "est égal à", "!=": "est différent de", "<": "est plus petit que",
        "<=": "vaut au plus", ">": "est plus grand que", ">=": "vaut au moins",
        "+=": "augmente de", "for": "pour chaque", "in": "parmi", "return": "rends",
        "if": "quand", "elif": "ou bien quand", "else": "autrement", "def": "définis",
        "while": "tant que", "not": "pas", "and": "et à la fois", "or": "ou encore",
        NEW_LINE: ".\n", IN: "(dedans)", OUT: "(dehors)",
    },
}  # fmt: skip
_NAME = re.compile(r"[^\W\d]\w*|\d.*|[\"'].*")


@dataclass(frozen=True, slots=True)
class Speech:
    """How tokens are told.

    Attributes:
        words: What each sign is called, by the sign.
        quoted: Whether names, numbers and texts stand in backticks.
    """

    words: dict[str, str]
    quoted: bool

    def told(self, code: str) -> str:
        """The program in words."""
        said = " ".join(map(self._word, tokens(code)))
        return re.sub(r"[ ]*\n[ ]*", "\n", said).replace(" .\n", ".\n").strip()

    def heard(self, text: str) -> str:
        """The program that was told."""
        parts = re.split(f"(`[^`]*`|{self._pattern()})", text)
        back = {phrase.strip(): sign for sign, phrase in self.words.items()}
        found: list[str] = []
        for part in parts:
            stripped = part.strip() or part
            if part.startswith("`"):
                found.append(part.strip("`"))
            elif part in self.words.values() or stripped in back:
                found.append(back[stripped])
            elif not self.quoted:
                found.extend(_quotes_joined(part).split("\0"))
        return program([each for each in found if each.strip(" ")])

    def _word(self, token: str) -> str:
        if token in self.words:
            return self.words[token]
        if self.quoted and _NAME.fullmatch(token):
            return f"`{token}`"
        return token

    def _pattern(self) -> str:
        phrases = sorted((each.strip() for each in self.words.values()), key=len, reverse=True)
        return "|".join(rf"(?<![\w']){re.escape(each)}(?!\w)" for each in phrases)


def _quotes_joined(text: str) -> str:
    """Words apart from each other, texts in quotation marks kept whole."""
    return "\0".join(re.findall(r"\"[^\"]*\"|'[^']*'|\S+", text))


DICTATIONS = {language: Speech(table, quoted=False) for language, table in _SIGNS.items()}
EXPLANATIONS = {language: Speech(table, quoted=True) for language, table in _TOLD.items()}
