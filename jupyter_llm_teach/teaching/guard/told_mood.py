"""Whether a sentence orders a change, only asks, or sends the learner to look closer."""

from __future__ import annotations

import re

_ENGLISH = """
start begin set let give put add append insert use call replace change swap switch turn make move
remove drop delete take return multiply divide subtract sum count compare convert store keep
initialise initialize assign write wrap check test ask loop go iterate extend increase raise
decrease reduce sort order reverse join split concatenate capitalise capitalize group index select
handle skip exclude include negate dedent unindent indent create place halve bracket enclose leave
save fill tell collect continue limit stop update guard pick end pull push lower shift invert flip
calculate compute treat bump apply glue filter avoid reset remember do adjust correct fix combine
attach prepend prefix cast work cap repair finish
"""
_FRENCH = """
commence mets met donne ajoute utilise appelle remplace change échange inverse sors place décale
déplace enlève retire supprime prends renvoie retourne rends multiplie divise soustrais additionne
compte compare convertis passe ajoutes donnes garde initialise écris entoure vérifie teste
parcours boucle va étends augmente diminue trie construis fais exclus inclus relie termine stocke
affecte crée démarre pars regroupe applique recule avance incrémente décrémente mesure corrige
complète pose inclue réinitialise vide cumule oublie écrase ajuste colle filtre calcule transforme
découpe assemble emploie modifie laisse saute ignore continue traite répète limite sers prolonge
demande tourne arrête
"""
_VERBS = "|".join((*_ENGLISH.split(), *_FRENCH.split()))
# What an order may stand behind: nothing, a comma, a word that links, or one that softens it.
_BEFORE = (
    r"(?:(?:^(?:ne |n'|et |mais |ou |and |but )?|[,;:(!?.]\s*)(?:first,? |don't |do not "
    r"|d'abord,? )?|\b(?:and|then|so|just|simply|only|please|also|but|instead|now,?|could"
    r"|why not|pourquoi ne pas|can|might|may|you|puis|donc|alors|d'abord|ensuite|juste"
    r"|simplement)\s+)"
)
_ORDER = re.compile(
    rf"{_BEFORE}(?:{_VERBS}|range(?= (?:d'|l|tes|ces|chaque)))(?:-(?:le|la|les|y|lui|en))?\b",
    re.IGNORECASE,
)
_OBLIGATION = re.compile(
    r"\b(?:must(?! be true)|should(?! not be there| come| give [`{\dƶ])|shall|needs? (?:to|an?|ƶ"
    r"|parenthes\w+"
    r"|brackets?)|has to|have to|had to|ought|supposed to|want to"
    r"|required?|requires|necessary|enough to|suffices|still to be|to be \w+ed"
    r"|doi(?:t|s|vent)(?! être vraie)|devrai(?:t|ent|s)(?! (?:pas être là|être là|donner|revenir"
    r"|y mettre))|faut|faudrait|suffit|suffirait|nécessaire|besoin de"
    r"|n'a(?:s|vez)? qu'à)\b",
    re.IGNORECASE,
)
_REPLACEMENT = re.compile(
    r"\b(?:instead of|rather than|in place of|not by|forg[eo]t(?:ten)?|(?:is|you're"
    r"|you are) missing (?:a|an|the)\b|lacks?|what (?:\w+ )?(?:you need|is needed|is left"
    r"|is missing|you want)|all you need"
    r"|^you want|you need (?:the|two|three)\b|get rid|(?:will|would) (?:do|be right|be fixed"
    r"|work)|works? (?:once|if|when)|the one to use|apply the|can be fixed"
    r"|belongs? (?:at|in|into|before|after|inside|on)\b|what you add|the (?:amount|value"
    r"|thing) to \w+|the answer there is|must become|(?:condition|line|step|case|call|loop|if"
    r"|return) is missing|is needed|make sure|may (?:it|be)|keep track"
    r"|does it$|is too (?:much|far)|precede"
    r"|the (?:fix|trick|solution) \w+|the (?:right|correct) (?:condition|comparison|operator"
    r"|start)|one more"
    r"|au lieu de?|plutôt que?|et non(?! ce)|et pas(?! dedans)|and not the|et pas l[ea]"
    r"|, not (?:the|a|an|its|by|with)\b|, pas (?:le|la|un|plus|de)\b|oublié|de plus|est de trop"
    r"|te (?:faut|manque|reste)|à la place|qu'il (?:te )?faut|suffit|qu'une fois (?:la|le|que"
    r"|tou\w+)"
    r"|trop à (?:droite|gauche)|doi(?:t|vent) devenir"
    r"|il manque(?! (?:l[ea]s? (?:derni|premi|clé|paren)|une? (?:clé|élément|caractère)|quelque"
    r"|ses|\d|\{))"
    r"|la bonne (?:condition|comparaison|valeur de départ|solution|opération)"
    r"|une condition \w+ \w+ suffit|fais-le|mets-l\w+)\b",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(
    r"\b(?:instead of|rather than|in place of|replace|au lieu d[eu]|plutôt que|à la place d[eu]"
    r"|remplace)\b|, (?:not|pas) ",
    re.IGNORECASE,
)
_REMOVAL = re.compile(
    r"\b(?:remove|drop|delete|don't|do not|without|get rid|no longer|leave out|enlève|supprime"
    r"|retire"
    r"|sans|ne \w+ (?:pas|plus))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?\s*[»\"')]*\s*$")
_ASKS_OPENLY = re.compile(
    r"(?:^|[:;,]\s)(?:what|how|which|que|qu'\w+|quel\w*"
    r"|combien)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\b(?:what if you|why (?:not|don't)|should(?:n't| not)|could(?:n't)? you|would(?:n't)? it"
    r"|did you forget|have you (?:tried|thought)|et si tu|pourquoi ne pas|ne (?:faut-il|devrais)"
    r"|as-tu (?:oublié|pensé|essayé))\b",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"^(?:whether|(?:and|et) (?:whether|what|which|how|si|ce qui|quel\w*))(?=\s)|(?:two|three"
    r"|one) (?:smaller|columns?)|go back|letter by letter|sign by sign|lettre par lettre"
    r"|signe par signe"
    r"|the task says|la consigne|problem|problème|table with|tableau|reviens"
    r"|take (?:your|a) \w+|prends (?:ton|le) temps"
    r"|\b(?:(?<!of )(?<!of `)(?<!of the )(?<!de )(?<!de `)prints?(?!`? (?:with|by|par)\b)|show"
    r"|shows|display|by hand|on paper|paper|pencil|aloud|new cell|write down|fill"
    r"|cards?|finger|what you (?:see|expect)|help\(|read|look(?! up| whether (?:the|it|an?))"
    r"|follow|trace|run(?! over)|underline|mark (?:on|every|all|the (?:turn|place))|draw"
    r"|say|work out|note|imagine|explain|think|try(?! \w+ing)|compare what|see (?:wh\w+|if|how)"
    r"|count (?:on|your|them|the (?:names|lines|turns|rows|columns|new|spaces|signs))"
    r"|(?<!for )example"
    r"|(?<!the )check(?! that| first| the length| for (?!which))(?!.*before (?:you|\w+ing))"
    r"|(?:on|of) this line"
    r"|vérifie(?! d'abord| que (?!le résultat))(?!.*avant de)|cette ligne|affiche(?!r)\w*|papier"
    r"|crayon|à la main|voix haute|cellule|note|écris (?:ce|la suite|sur|toutes|le résultat"
    r"|les valeurs)"
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


def puts_in_place(clause: str) -> bool:
    """Whether it names something that must give way to something else."""
    return _IN_PLACE.search(clause) is not None


def removes(clause: str) -> bool:
    """Whether it says what must go."""
    return _REMOVAL.search(clause) is not None


def asks_only(sentence: str) -> bool:
    """Whether a sentence is a question that does not lead to its answer."""
    return _ASKS.search(sentence) is not None and _LEADS.search(sentence) is None


def asks_openly(sentence: str) -> bool:
    """Whether it ends in a question that can't be answered by yes or no."""
    return asks_only(sentence) and _ASKS_OPENLY.search(sentence) is not None


def looks_closer(clause: str) -> bool:
    """Whether it sends the learner to look, try or work something out."""
    return _LOOKS.search(clause) is not None
