"""The words, English and French, in which a change of a program is told."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBERS = {
    "0": r"zero|zéro|null?e?|nothing to it",
    "1": (
        r"(?:plus|adds?|(?:increase|raise|extend|reduce|decrease)\w* (?:\w+ ){1,6}?by|to|at|with|is|be|returns?|gives?|of|than|minus|equals?|from) (?:a )?one"
        r"|one (?:more|further|extra)|one to (?:it|the|its)"
        r"|(?:ajoute|ajouter|plus|moins|à|de|(?<!un )par|vers|vaut|valoir|renvoie|un|vaille|donne) un"
        r"(?=$|[ ,.;:]*$| (?:au|à|et|pour|quand|chaque|si|dans|,))|d'un(?=$|[,.;:]| (?:à chaque|quand|chaque))|augmente\w* (?:\w+ )?d'une unité|(?:être|est) un(?=[.,;]|$)"
        r"|un (?:tour )?de plus|un plus loin|une fois de plus"
    ),
    "2": r"two|deux|second|twice",
    "3": r"three|trois",
    "4": r"four|quatre",
    "5": r"five|cinq",
    "6": r"six",
    "7": r"seven|sept",
    "8": r"eight|huit",
    "9": r"nine|neuf",
    "10": r"ten|dix",
    "-1": r"last|derni(?:er|ère)",
    "-2": r"second.to.last|second.last|last but one|penultimate|avant.derni(?:er|ère)|moins deux",
    "12": r"twelve|douze",
    "15": r"fifteen|quinze",
    "100": r"hundred|cent",
}
_GREATER = (
    r"greater|larger|bigger|more than|higher|above|over|at least|exceeds?|warmer"
    r"|supérieure?s?|plus (?:grande?s?|longue?s?|haute?s?) que|dépasse|au moins|chevron"
)
_LESS = (
    r"less|smaller|lower than|fewer|below|under|younger|at most"
    r"|inférieure?s?|plus (?:petite?s?|courte?s?|basse?s?|froide?s?)|moins de|au plus|chevron"
)
_EQUAL = (
    r"equals?(?: sign)?|equality|equal to|inclu(?:de[sd]?|sive|ding)|at least|at most"
    r"|égale?s?|égalité|inclu(?:se?|s|re|ant)|comprise?|strict(?:ly|ement|e)?|au moins|au plus"
)
_TURNED = (
    r"opposite|reversed?|invert|flip|turn(?:ed)? (?:\w+ ){0,3}around|other way|swap|direction"
    r"|inverse|sens|retourne le signe|contraire|échange"
)
_LESS_OR_MORE = (
    rf"[<>]=?|{_GREATER}|{_LESS}|{_EQUAL}|{_TURNED}|(?:comparison|compar)\w* (?:sign|operator)"
)
_COMPARISONS = {
    "Gt": _LESS_OR_MORE,
    "GtE": _LESS_OR_MORE,
    "Lt": _LESS_OR_MORE,
    "LtE": _LESS_OR_MORE,
    "Eq": r"==|equals?|equal to|double equals?|égale?s?|égal à|nul",
    "NotEq": r"!=|different|differs?|unequal|not (?:be )?equal|not (?:be )?zero|except|exclude"
    r"|différente?s?|pas (?:être )?(?:égal|nul)|sauf|exclu\w*|mais pas",
    "In": r"(?:use|with|operator|keyword) in|in instead|contains?|contained|part of|member(?:ship)?|is (?:a key|there|in)|belongs?|exists?"
    r"|missing|absent|appartient|contenue?s?|contient|fait partie|est (?:bien )?(?:une clé|dans|sur)|présente?",
    "NotIn": r"fromkeys|not (?:yet |already )?(?:\w+ )?(?:in|there|part|a key|contain\w*|seen)|isn't|is new|new (?:one|word|key|item|letter|element)"
    r"|missing|absente?s?|no entry|not (?:been )?seen|n'est pas|pas encore|already"
    r"|pas (?:déjà|encore) (?:dans|une clé)|déjà|\bnot\b|negat\w*|opposite|nouve(?:au|lle|l) (?:mot|clé|élément|lettre|prénom)",
    "Is": r"is none|none",
    "IsNot": r"is not none|isn't none",
}
_PLUS = (
    r"\+|add(?:s|ed|ing)?|plus (?!petit|grand|long|court|haut|bas|froid|simple|que\b|tôt|tard|de la)"
    r"|sums?|increas\w*|rais(?:e|es|ed|ing)|concatenat\w*|glue|one more"
    r"|ajout\w*|addition\w*|augment\w*|somme|accol\w*|concat\w*"
)
_OPERATORS = {
    "Add": _PLUS,
    "Sub": r"\bminus\b|subtract\w*|tak(?:e|en|ing)s? \w* ?\w* ?away|differences?|decreas\w*|distance"
    r"|lower|reduc\w*|moins|soustrai\w*|soustraction|enl[eè]v\w*|retir\w*|retranch\w*|diminu\w*|ôte",
    "Mult": r"multipl\w*|times|squared?|product|by itself|multipli\w*|fois|carrés?|produit|étoile"
    r"|lui-même",
    "Div": r"divid\w*|division|over|averag\w*|halve\w*|half|mean|fraction|quotient|divis\w*|moyenne"
    r"|moitié|partag\w*",
    "FloorDiv": r"whole division|floor|integer division|divid\w*|half|halve|entière|divis\w*|moitié",
    "Mod": r"%|remainders?|modulo|percent|multiples? of|divisib\w*|(?<!tout le )restes?|pour ?cent|divisibilité",
    "Pow": r"power|squared?|exponent|puissance|carrés?|exposant",
}
_CALLS = {
    "len": r"length|number of|how many|count of|count\b|size|longueurs?|nombre d\w*|taille|combien",
    "sorted": r"sort(?:ed|s|ing)?|in order of|(?:put|bring) .{1,30} in order|ordered|ranked|tri(?:e|er|ée?s?)?"
    r"|rang(?:e|er|ée?s?)|(?:ordre|par ordre) (?:de taille )?\w*croissant|par ordre",
    "lower": r"lower ?-?case[d]?|small (?:letters?|ones?|first)|(?:letters?|all) \w* ?small"
    r"|letter small|minuscules?|capitals?|majuscules?",
    "upper": r"capital\w*|upper ?-?case|majuscules?|small|minuscules?",
    "append": r"append\w*|add \w+ ?\w* to|collect\w*|put \w+|at the end|ajout\w*|range",
    "extend": r"extend\w*|append every|each of its|second loop|every element|étend\w*",
    "sum": r"sum|add(?:ed|ing)? up|total|somme|addition\w*",
    "join": r"join\w*|glue\w*|back (?:in)?to a string|colle\w*|relie\w*|assembl\w*",
    "split": r"split\w*|words? first|into words|découp\w*|sépar\w*|coup(?:e|er)",
    "reverse": r"revers\w*|turn\w* around|backwards|in place|retourn\w*|à l'envers|invers\w*",
    "mean": r"means?|average\w*|moyenne",
    "max": r"largest|greatest|maximum|highest|plus grande?",
    "min": r"smallest|minimum|lowest|plus petite?",
    "items": r"pairs?|both|paires?|couples?|ensemble",
    "groupby": r"group(?:ed|ing)?|regroup\w*|group\w*",
    "get": r"default|par défaut",
    "range": r"range|indices|indexes|places",
    "setdefault": r"default",
    "print": r"print|show",
}
_ATTRIBUTES = r"attributes?|objects?|self|attributs?|objets?"
_FORMS = {
    "if": r"\bif\b|only(?= \w)|when(?:ever)?|conditions?|check\w*|test (?:if|whether|for|the|that)|whether|skip\w*|unless|ignor\w*"
    r"|(?:\.|use |with |by )get|setdefault|defaultdict|fromkeys|\bmax\b|\bmin\b"
    r"|guard|special case|left out|leave out|\bsi\b|seulement|uniquement|condition|quand|vérifi\w*"
    r"|entoure|sauf|lorsque",
    "loop": r"loop\w*|go (?:over|through)|iterat\w*|each|every|for all|boucles?|parcour\w*|chaque"
    r"|tou(?:s|tes) les",
    "return": r"returns?|hand(?:s|ed)? (?:\w+ )?back|give(?:s|n)? (?:\w+ )?back|renvo\w*|retourn\w*"
    r"|rend(?:re|s|u)?",
    "index": r"index\w*|(?:that|the) (?:element|item) at|entry|position|first (?:one|element|item|number|value|letter)"
    r"|first (?!and|of all|then)\w+|square brackets|between \w* ?brackets|select\w*|filter\w*|look ?up|indice"
    r"|premi(?:er|ère)s?|crochets",
    "slice": r"slices?|reverse\w*|from \w+ to|part of the|tranches?|neighbours|neighbors|voisins|à l'envers",
}
_EMPTY = {
    "list": r"empty list|new list|a list|fresh|another list|list instead|liste vide|nouvelle liste|autre liste",
    "dict": r"empty dict|new dict\w*|a dict\w*|dictionnaire vide|nouveau dict\w*",
    "text": r"empty (?:text|string)|(?:texte|chaîne) vide",
}
_WORDS = {
    "and": r"\band\b|both|also|\bet\b|aussi|deux",
    "or": r"\bor\b|\bou\b|either|another possibility|autre possibilité",
    "not": r"\bnot\b|negat\w*|n't|opposite|\bpas\b|négation|contraire",
}
_OUT = (
    r"move|out of (?:the|your|both)|outside|after (?:the|your|both|all)|(?:un|de)indent\w*|dedent\w*"
    r"|align\w*|lines? up|level|spaces? (?:away|less)|once all|to the left|sor(?:s|tir)|hors de"
    r"|après la boucle|align\w*|décal\w*|vers la gauche|niveau|espaces|dehors|déplac\w*"
)
_IN = (
    r"move|inside|into the (?:\w+ )?loop|within|fresh|(?:new|empty) (?:\w+ ){1,3}(?:for )?each"
    r"|indent\w*|dans la boucle|dedans|à chaque tour|déplac\w*|décal\w*|pour chaque"
)
_ORDERED = (
    r"first|last(?! case)|before|top|earlier|order|revers\w*|beginning|swap|then"
    r"|d'abord|avant|haut|ordre|premier|première|en dernier|après|début"
)
_GROUPED = (
    r"bracket\w*|parenthes[ie]s|group|first|before|only then|enclose\w*|parenthèses?|d'abord|avant"
)
_BORDERS = (
    r"inclu\w*|one more|further|also|up to|as far as|end at|(?:the|its|their) end|last|compris\w*|jusqu'[àa]u?x?"
    r"|borne|fin|derni(?:er|ère)|aussi|plus loin|dernière"
)
_KEPT = r"assign\w*|keep\w*|own line|alone|in front of|affect\w*|gard\w*|seule|devant"
_EMPTIED = (
    r"without|empty|remove|drop|no argument|any argument|leave|sans|vide|enl[eè]ve|supprim\w*"
)
_PAIRS = (
    r"swap|exchange|change places|instead of|rather than|échang\w*|invers\w*|au lieu|plutôt que"
)


def words_of(feature: str) -> re.Pattern[str] | None:
    """The words that tell a feature; None where only its own name would."""
    kind, _, name = feature.partition(":")
    found = _words(kind, name)
    return None if found is None else _compiled(found)


def _words(kind: str, name: str) -> str | None:
    match kind:
        case "number":
            return _number(name)
        case "text":
            return re.escape(name) if len(name) > 1 else _sign(name)
        case "call" | "attribute":
            own = rf"\b{re.escape(name)}\b"
            known = _CALLS.get(name, "") if kind == "call" else _ATTRIBUTES
            return f"{own}|{known}" if known else own
        case "arguments":
            return _EMPTIED if name.endswith(":0") else None
        case "name":
            return rf"(?<!\w){re.escape(name)}(?!\w)"
        case "keyword":
            return rf"\b{re.escape(name)} ?=|{re.escape(name)} function|compare by"
        case "border":
            return _BORDERS
        case "order":
            return _ORDERED
        case "depth":
            place = _OUT if name.endswith(":0") else _IN
            return f"{place}|{_KEPT}" if name.startswith("assign") else place
        case "group":
            return _GROUPED
        case _:
            return _TABLES[kind].get(name)


_TABLES = {
    "operator": _OPERATORS,
    "compare": _COMPARISONS,
    "form": _FORMS,
    "empty": _EMPTY,
    "word": _WORDS,
}
_SIGNS = {".": r"full stop|dot|period|point", " ": r"spaces?|blank|espaces?", ",": r"comma|virgule"}


def _sign(sign: str) -> str:
    quoted = rf"[\"'“«]\s?{re.escape(sign)}\s?[\"'”»]"
    return f"{quoted}|{_SIGNS[sign]}" if sign in _SIGNS else quoted


def _number(name: str) -> str:
    digits = rf"(?<![\w.])[-\u2212]?{re.escape(name.lstrip('-'))}(?![\w]|[.]\d)"
    said = _NUMBERS.get(name, _NUMBERS.get(name.lstrip("-")))
    return digits if said is None else rf"{digits}|{said}"


@lru_cache(maxsize=512)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
