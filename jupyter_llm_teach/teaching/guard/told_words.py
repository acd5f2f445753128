"""The words, English and French, in which a change of a program is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_NUMBERS = {
    "0": r"zero|zéro|null?e?|nothing to it",
    "1": (
        r"(?:plus|adds?|bump|(?:increase|raise|extend|reduce|decrease)\w* (?:\w+ ){1,6}?by|to|at"
        r"|with|is|be|returns?|gives?|of|than|minus|equals?|from) (?:a )?one(?! (?:column|row|line"
        r"|name|thing|element|by|of))"
        r"|one (?:more|further|extra)|one to (?:it|the|its)"
        r"|(?:ajoute|ajouter|plus|moins|à|de|(?<!un )par|vers|vaut|valoir|renvoie|un|vaille"
        r"|donne) un"
        r"(?=$|[ ,.;:]*$| (?:au|à|et|pour|quand|chaque|si|dans|,))|(?:ajoute"
        r"|ajouter) (?:toujours|seulement|simplement) un|d'un tour|d'un(?=$|[,.;:]| (?:à chaque"
        r"|quand|chaque))|augmente\w* (?:\w+ )?d'une unité|(?:être|est) un(?=[.,;]|$)"
        r"|un (?:tour )?de plus|(?<!one )(?<!grow )(?<!grows )by one|un plus loin|de 1\b"
        r"|un plus un|une fois de plus"
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
    "-2": r"second.to.last|second.last|last but one|penultimate|avant.derni(?:er|ère)|moins deux"
    r"|deuxième (?:en|depuis|à partir)|second from the end",
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
    r"|also .{3,40}exactly"
    r"|aussi .{3,40}exactement|égale?s?|égalité|inclu(?:se?|s|re|ant)|comprise?|strict(?:ly"
    r"|ement|e)?|au moins|au plus"
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
    "In": r"[`\"']in[`\"']|contain\w*|among|(?:use|with|operator|keyword|write|needs?|put|insert"
    r"|test for|not|string) in\b|member\w*|is it in|in instead|contains?|contained|part of"
    r"|member(?:ship)?|is (?:a key|there|in)|belongs?|exists?"
    r"|missing|absent|appartient|contenue?s?|contient|fait partie|est (?:bien )?(?:une clé|dans"
    r"|sur)|présente?",
    "NotIn": r"fromkeys|not (?:yet |already )?(?:\w+ )?(?:in|there|part|a key|contain\w*|seen)"
    r"|isn't|is new|new (?:one|word|key|item|letter|element)"
    r"|missing|absente?s?|no entry|n.t been|(?:been )?(?:not )?seen|n'est pas|pas encore|already"
    r"|pas (?:déjà|encore) (?:dans|une clé)|déjà|\bnot\b|negat\w*|opposite|nouve(?:au|lle"
    r"|l) (?:mot|clé|élément|lettre|prénom)",
    "Is": r"is none|none",
    "IsNot": r"is not none|isn't none",
}
_PLUS = (
    r"\+|add(?:s|ed|ing)?|(?<!le )(?<!la )(?<!les )(?<!ni )plus(?! ni| petit| grand| long"
    r"| court| haut| bas"
    r"| froid| simple| que\b| souvent| tôt| tard| de la)"
    r"|sums?|increas\w*|rais(?:e|es|ed|ing)|concatenat\w*|glue|increment\w*|in front of"
    r"|followed by|one more"
    r"|ajout\w*|addition\w*|augment\w*|somme|avanc\w*|incrément\w*|devant l|suivie? de|accol\w*"
    r"|concat\w*"
)
_OPERATORS = {
    "Add": _PLUS,
    "Sub": r"[-\u2212] ?\d|\bminus\b|subtract\w*|tak(?:e|en|ing)s? \w* ?\w* ?away|differences?"
    r"|decreas\w*|distance"
    r"|lower|reduc\w*|(?<!ni )moins|soustrai\w*|soustraction|enl[eè]v\w*|retir\w*|retranch\w*"
    r"|diminu\w*"
    r"|ôte",
    "Mult": r"(?<!\*)\*(?!\*)|multipl\w*|times|squared?|second power|power of two|factor"
    r"|product|by itself"
    r"|multipli\w*|fois|carrés?|produit|étoile"
    r"|lui-même",
    "Div": r"under the fraction|split|shared|divid\w*|division|over|averag\w*|halve\w*|half|mean"
    r"|fraction|quotient|divis\w*|moyenne"
    r"|moitié|partag\w*",
    "FloorDiv": r"whole division|floor|integer division|divid\w*|half|halve|entière|divis\w*"
    r"|moitié",
    "Mod": r"%|rest of|remainders?|modulo|percent(?:age)?|multiples? of|divisib\w*"
    r"|(?<!tout le )restes?|pour ?cent|divisibilité",
    "Pow": r"power|squared?|exponent|puissance|carrés?|exposant",
}
_CALLS = {
    "len": r"measure\w*|mesure\w*|length|number of|how many|count of|count the|size|longueurs?"
    r"|nombre d\w*|taille|combien",
    "sorted": r"tri|sort(?:ed|s|ing)?|in order of|(?:put|bring) (?!the cases).{1,30} in order"
    r"|ordered|ranked"
    r"|tri(?:e|er|ée?s?)?"
    r"|rang(?:e|er|ée?s?)|(?:ordre|par ordre) (?:de taille )?\w*croissant|par ordre",
    "lower": r"lower ?-?case[d]?|small (?:letters?|ones?|first)|(?:letters?|all) \w* ?small"
    r"|letter small|minuscules?|capitals?|majuscules?",
    "upper": r"capital\w*|upper ?-?case|majuscules?|small|minuscules?",
    "append": r"append\w*|add \w+ ?\w* to|collect\w*|put it|at the end|ajout\w*|range",
    "extend": r"extend\w*|append every|each of its|second loop|every element|étend\w*",
    "sum": r"sum|add(?:ed|ing)? up|total|somme|addition\w*",
    "join": r"join\w*|glue\w*|back (?:in)?to a string|colle\w*|relie\w*|assembl\w*",
    "split": r"split\w*|words? first|into words|découp\w*|sépar\w*|coup(?:e|er)",
    "reverse": r"revers\w*|turn\w* around|backwards|in place|retourn\w*|à l'envers|invers\w*",
    "mean": r"means?|average\w*|moyenne",
    "min": r"smallest|minimum|lowest|plus petite?",
    "items": r"pairs?|both|paires?|couples?|ensemble",
    "groupby": r"group(?:ed|ing)?|regroup\w*|group\w*",
    "get": r"default|par défaut",
    "range": r"range|indices|indexes",
    "setdefault": r"default",
    "print": r"print|show",
    "to_dict": r"dict\w*",
    "values": r"values|valeurs",
    "strip": r"clean|trim|nettoy\w*|espaces",
    "max": r"maximum|largest|highest|plus grande?",
}
_ATTRIBUTES = r"attributes?|objects?|self|attributs?|objets?"
_FORMS = {
    "if": r"\bif\b|just for|separate\w*|avoid|ne compte que|présents?|saute[rz]?|inconnue?s?"
    r"|à part|only(?= \w)|when(?:ever)?|conditions?|check\w*|test (?:if|whether|for|the|that)"
    r"|whether|skip\w*|unless|ignor\w*"
    r"|(?:\.|use |with |by )get|setdefault|defaultdict|fromkeys|\bmax\b|\bmin\b"
    r"|guard|special case|left out|leave out|\bsi\b|seulement|uniquement|condition"
    r"|quand (?:l[ea]|l'|une?|n|c'est|il)|vérifi\w*"
    r"|entoure|sauf|lorsque",
    "loop": r"second for|while|repeat\w*|tant que|répét\w*|(?:an?|another|second"
    r"|nested) (?:\w+ )?loop\w*|loop(?:ing)? (?:over|through|from|for|on)|go (?:over|through)"
    r"|iterat\w*"
    r"|each|every|for all|boucles?|parcour\w*|chaque"
    r"|tou(?:s|tes) les",
    "return": r"answer (?:there )?is|returns?|hand(?:s|ed)? (?:\w+ )?back|give(?:s"
    r"|n)? (?:\w+ )?back|renvo\w*|retourn\w*"
    r"|rend(?:re|s|u)?",
    "index": r"at (?:that|this|the) (?:place|position|index)|à cette (?:place|position)"
    r"|à l'indice|comme clé|as (?:a|the) key|index\w*|(?:that|the) (?:element|item) at|entry"
    r"|position|first (?:one|element|item|number|value|letter)"
    r"|first (?!and|of all|then)\w+|square brackets|indexing|mask|between \w* ?brackets|pick\w*"
    r"|select\w*|filter\w*|look ?up|indice"
    r"|premi(?:er|ère)s?|crochets",
    "slice": r"backwards?|colons?|deux.points|slices?|reverse\w*|from \w+ to|part of the"
    r"|tranches?|neighbours|neighbors|voisins|à l'envers",
}
_EMPTY = {
    "list": r"copy|copie|empty list|new list|a list|fresh|another list|list instead|liste vide"
    r"|nouvelle liste|autre liste",
    "dict": r"empty dict\w*|curly|braces|accolades|new dict\w*|a dict\w*|dictionnaire vide"
    r"|nouveau dict\w*",
    "text": r"empty (?:text|string)|(?:texte|chaîne) vide",
}
_LINKS = (
    r"[`\"“«'] ?(?:and|or|et|ou) ?[`\"”»']|(?:an|the|word|operator|last|first|with|by"
    r"|use) (?:and|or)"
    r"|(?:un|le|dernier|par|premier|deuxième|mot|opérateur|par|utilise|c'est) (?:et|ou|and|or)"
)
_WORDS = {
    "and": _LINKS + r"|both (?:conditions|tests)|combine",
    "or": _LINKS + r"|another possibility|autre possibilité|either",
    "not": r"\bnot\b|negat\w*|n't|opposite|\bpas\b|négation|contraire",
}
_OUT = (
    r"move|out of (?:the|your|both)|outside|(?:below|behind|under|after) (?:the(?! inner)|your"
    r"|both|all)"
    r"|(?:un|de)indent\w*|dedent\w*"
    r"|align\w*|lines? up|levels?|spaces? (?:away|less)|further out|once all|to the left|sor(?:s"
    r"|tir)|hors de"
    r"|après la boucle|align\w*|décal\w*|vers la gauche|niveau|espaces|une fois la boucle"
    r"|trop à droite|dehors|déplac\w*"
)
_IN = (
    r"move|inside|into the (?:\w+ )?loop|reset\w*|start of each|further down|its own|within"
    r"|fresh|(?:new|empty) (?:\w+ ){1,3}(?:for )?each"
    r"|indent\w*|dans la boucle|dedans|à chaque tour|déplac\w*|décal\w*|pour chaque"
)
_ORDERED = (
    r"start with|for \w before|first|last(?! case)|precede\w*|before|top|earlier|order|revers\w*"
    r"|beginning|swap|then"
    r"|d'abord|avant|haut|ordre|premier|première|en dernier|après|début"
)
_GROUPED = (
    r"bracket\w*|parenthes[ie]s|group|enclose\w*|only then|first,|(?:be|is) done (?:first|before)"
    r"|before (?:the |you )?(?:divi\w+|multipl\w+|add\w+|subtract\w+)|parenthèses?"
    r"|d'abord (?:la|les|l')"
    r"|avant (?:la |de )?(?:divis\w+|multipl\w+|addition\w*|soustr\w+)"
)
_BORDERS = (
    r"inclu\w*|one more|further|also|up to|as far as|end at|(?:the|its|their) end|last"
    r"|compris\w*|jusqu'[àa]u?x?"
    r"|borne|fin|derni(?:er|ère)|aussi|plus loin|dernière"
)
_KEPT = r"assign\w*|keep\w*|own line|alone|in front of|affect\w*|gard\w*|seule|devant"
_EMPTIED = (
    r"without (?:any|an) \w+|remove|drop|no argument|any argument|leave|sans argument|laisse"
    r"|enl[eè]ve|supprim\w*"
)
_PAIRS = (
    r"swap\w*|exchang\w*|change places|as (?:a|the) (?:key|value)|key (?:has|must|should)"
    r"|the key (?:has|must|should|is the|the)"
    r"|(?:two|both) names|turn it around|between the brackets|échang\w*|invers\w*|comme (?:clé"
    r"|valeur)|la clé (?:doit|devrait|est l)"
)


@lru_cache(maxsize=2048)
def words_of(feature: str) -> re.Pattern[str] | None:
    """The words that tell a feature of `Missing`; None where none would."""
    kind, _, name = feature.partition(":")
    found = _TABLES[kind].get(name) if kind in _TABLES else _FOUND_BY[kind](name)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if found else None


def _call(name: str) -> str:
    own = rf"\b{re.escape(name)}\b"
    return f"{own}|{_CALLS[name]}" if name in _CALLS else own


def _depth(name: str) -> str:
    place = _OUT if name.endswith(":0") else _IN
    return f"{place}|{_KEPT}" if name.startswith("assign") else place


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


def _text(text: str) -> str:
    return re.escape(text) if len(text) > 1 else _sign(text)


_FOUND_BY: dict[str, Callable[[str], str]] = {
    "number": _number,
    "text": _text,
    "call": _call,
    "attribute": lambda name: rf"\b{re.escape(name)}\b|{_ATTRIBUTES}",
    "arguments": lambda name: _EMPTIED if name.endswith(":0") else "",
    "name": re.escape,
    "keyword": lambda name: rf"\b{re.escape(name)} ?=|{re.escape(name)} function|compare by",
    "border": lambda _: _BORDERS,
    "pair": lambda _: _PAIRS,
    "order": lambda _: _ORDERED,
    "depth": _depth,
    "group": lambda _: _GROUPED,
}
