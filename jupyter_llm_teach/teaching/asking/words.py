"""Words of questions, without accents, in English and French; compared without plurals."""

from __future__ import annotations

import builtins
import keyword
from typing import Final

_SHORTEST = 3


def singular(word: str) -> str:
    """A word without the ending of most plurals, in either language."""
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "sx" else word


def _all(words: str) -> frozenset[str]:
    return frozenset(map(singular, words.split()))


COMMON: Final = _all(
    """
    why very too also the and you your are that thi what which how doe can could would should
    will for with not from between
    have has had who when where there here they them then than but about into please tell me some
    any all just like want need make made get got give take say said one two out now one's its
    les des une est sont que qui quoi quel quelle comment pourquoi quand pour avec dan sur pas plu
    mai donc alor cette cet mon mes ton ton te moi toi lui elle nou vou ils ces ceci cela ont ete
    avoir etre fait faire faut peut peux veux doi doit dis dit dire plait aux tout tou ici
    trop tot encore aussi tres
    """
)
"""Words that say nothing of a topic."""

HELP: Final = _all(
    """
    answer argument assert assertion bracket break bug call cell change check code colon column
    comment compare computer concept condition correct count course crash data debug define
    definition difference different element else empty end error example exception exercise expect
    expected explain expression fail failing false fault file first fix float function goal got
    happen happening hidden hint idea import indent indentation index input instruction integer item
    key lesson letter line list load loop mark mean meaning message method mistake module name
    negative nothing notebook none number output parameter pass passe point position print problem
    program python question quote range read reason repeat result return returned right row run
    running save sentence sequence sign solve space start statement step stuck step string student
    sum syntax table task teacher test text traceback true try turn type understand unit value
    variable word work working write wrong zero
    affiche afficher aide ajoute ajouter appel appelle appeler argument attendu attendue avancer
    bloque bloquee boucle bug caractere case cellule chaine champ change changer chiffre cle code
    colonne commence commencer compare comparer compren comprend comprendre compter concept
    condition consigne corrige cour crochet debut definition deux difference different donnee
    echec echoue echouent element enonce entier erreur espace etape etudiant exception exemple
    exercice explique expliquer expression faut faux fichier fin fonction fonctionne guillemet
    idee ignore indentation indice instruction jeu lettre ligne lire liste marche marchent message
    methode module mot nom nombre notebook parametre parenthese passe passent plante position
    premier premiere probleme programme python question raison reponse renvoie renvoyer resultat
    retourne retourner sens sequence signe signifie solution somme sortie tableau tache test
    texte tour trouve trouver utilise utiliser valeur variable veut vide vrai zero arrete arreter
    commence dernier derniere second attendu montre
    """
)
"""Words of learners about their exercise, whatever it is."""

_PYTHON: Final = """
algorithm alias append array attribute base binary boolean class closure comprehension constructor
csv dataframe date decorator deep dictionary dict docstring enumerate environment exponent
format generator global graph hash inheritance inherit instance iterable iterator json kernel
lambda library loop mapping math matplotlib merge modulo mutable namespace nested numpy object
operator order package pandas path pip plot random recursion recursive reference regex remainder
reverse scope seaborn self series set shape slice sort sorted stack standard tuple unicode vector
algorithme aleatoire attribut bibliotheque classe comprehension dictionnaire ensemble entree
generateur graphique heritage imbrique immuable iterateur mutable objet operateur ordre paquet
portee recursif recursion recursivite reste tranche tri trier tuple vecteur
"""
PYTHON: Final = _all(_PYTHON) | frozenset(
    singular(name.lower())
    for name in (*keyword.kwlist, *dir(builtins))
    if not name.startswith("_") and len(name) >= _SHORTEST
)
"""Words about Python at large."""
