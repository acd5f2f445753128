"""Whether a sentence orders a change, only asks, or sends the learner to look closer."""

from __future__ import annotations

import re

_ENGLISH = """
start begin set let give put add append insert use call replace change swap switch turn make move
remove drop delete take return multiply divide subtract sum count compare convert store keep
initialise initialize assign write wrap check test ask loop go iterate extend increase raise
decrease reduce sort order reverse join split concatenate capitalise capitalize group index select
handle skip exclude include negate dedent unindent indent create place square halve bracket enclose
leave collect update guard pick end pull push lower shift invert flip
calculate compute treat
"""
_FRENCH = """
commence mets met donne ajoute utilise appelle remplace change échange inverse sors place décale
déplace enlève retire supprime prends renvoie retourne rends multiplie divise soustrais additionne
compte compare convertis passe range ajoutes donnes garde initialise écris entoure vérifie teste parcours boucle
va étends augmente diminue trie construis fais exclus inclus relie termine stocke affecte crée
démarre pars regroupe calcule transforme découpe colle assemble emploie modifie laisse saute ignore
demande tourne démarre arrête
"""
_VERBS = "|".join((*_ENGLISH.split(), *_FRENCH.split()))
# What an order may stand behind: nothing, a comma, a word that links, or one that softens it.
_BEFORE = (
    r"(?:(?:^|[,;:(!?.]\s*)(?:first,? |don't |do not )?|\b(?:and|then|so|just|simply|only|please|also|but|instead|now,?|could"
    r"|can|might|may|you|puis|donc|alors|d'abord|ensuite|juste|simplement)\s+)"
)
_ORDER = re.compile(rf"{_BEFORE}(?:{_VERBS})(?:-(?:le|la|les|y|lui|en))?\b", re.IGNORECASE)
_OBLIGATION = re.compile(
    r"\b(?:must(?! be true)|should(?! not be there| come)|shall|needs? (?:to|an?|parenthes\w+|brackets?)|has to|have to|had to|ought|supposed to|want to"
    r"|required?|requires|necessary|enough to|suffices|still to be|to be \w+ed"
    r"|doi(?:t|s|vent)(?! être vraie)|devrai(?:t|ent|s)(?! (?:pas être là|être là|revenir|y mettre))|faut|faudrait|suffit|suffirait|nécessaire|besoin de"
    r"|n'a(?:s|vez)? qu'à)\b",
    re.IGNORECASE,
)
_REPLACEMENT = re.compile(
    r"\b(?:instead of|rather than|in place of|not by|forg[eo]t(?:ten)?|(?:is|you're|you are) missing (?:a|an|the)\b|lacks?"
    r"|the (?:fix|trick|solution) \w+|the (?:right|correct) (?:condition|comparison|operator|start)|one more|only once"
    r"|au lieu de?|plutôt que?|et non(?! ce)|et pas|oublié|de plus"
    r"|il manque (?!l[ea]s? (?:derni|premi|clé|paren)|une clé|quelque|ses|\d)"
    r"|la bonne (?:condition|comparaison|valeur de départ|solution|opération)"
    r"|une condition \w+ \w+ suffit|fais-le|mets-l\w+)\b",
    re.IGNORECASE,
)
_REMOVAL = re.compile(
    r"\b(?:remove|drop|delete|don't|do not|without|get rid|no longer|leave out|enlève|supprime|retire"
    r"|sans|ne \w+ (?:pas|plus))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?\s*[»\"')]*\s*$")
_LEADS = re.compile(
    r"\b(?:what if you|why (?:not|don't)|should(?:n't| not)|could(?:n't)? you|would(?:n't)? it"
    r"|did you forget|have you (?:tried|thought)|et si tu|pourquoi ne pas|ne (?:faut-il|devrais)"
    r"|as-tu (?:oublié|pensé|essayé))\b",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"^(?:and |et )?(?:whether|what|which|how|si|ce qui|quel\w*)(?=\s)|\b(?:prints?|show|shows|display|by hand|on paper|paper|pencil|aloud|new cell|write down|fill"
    r"|cards?|finger|what you (?:see|expect)|help\(|read|look|follow|trace|run|underline|mark (?:on|every|all|the (?:turn|place))|draw"
    r"|say|work out|note|imagine|explain|think|try(?! \w+ing)|compare what|see (?:wh\w+|if|how)"
    r"|count (?:on|your|them|the (?:names|lines|turns|rows|columns|new|spaces|signs))|(?<!for )example"
    r"|(?<!the )check(?! that| first| the length)(?!.*before (?:you|\w+ing))|(?:on|of) this line|here"
    r"|vérifie(?! d'abord| que (?!le résultat))(?!.*avant de)|ici|cette ligne|affiche\w*|papier|crayon|à la main|voix haute|cellule|note|écris (?:ce|la suite|sur|toutes|le résultat|les valeurs)"
    r"|compte (?:sur|les (?:lignes|tours|espaces|signes))|relis|lis|regarde|suis|essaie|cherche"
    r"|imagine|explique|réfléchis|dis|calcule à|tableau avec|l'exemple|vois)(?!\w)",
    re.IGNORECASE,
)


def prescribes(clause: str) -> bool:
    """Whether a part of a sentence says what to do, or what must be."""
    return any(form.search(clause.strip()) for form in (_ORDER, _OBLIGATION, _REPLACEMENT))


def replaces(clause: str) -> bool:
    """Whether it says what must be, or what must stand in place of something else."""
    return _OBLIGATION.search(clause) is not None or _REPLACEMENT.search(clause) is not None


def removes(clause: str) -> bool:
    """Whether it says what must go."""
    return _REMOVAL.search(clause) is not None


def asks_only(sentence: str) -> bool:
    """Whether a sentence is a question that does not lead to its answer."""
    return _ASKS.search(sentence) is not None and _LEADS.search(sentence) is None


def looks_closer(clause: str) -> bool:
    """Whether it sends the learner to look, try or work something out."""
    return _LOOKS.search(clause) is not None
