"""Which student's notebook an instructor's notebook stands for, by its name.

French and English courses keep ``tp1-corr.ipynb`` beside ``tp1.ipynb``, or
``.teacher/README-ants-corrige-nb.md`` for ``README-ants-nb.md``. A name says so only where the
word is not the subject: ``acid-base-solutions.ipynb`` is a notebook about chemistry.
"""

from __future__ import annotations

import re
import unicodedata

_ENDING = re.compile(r"\.(?:ipynb|md|py)$", re.IGNORECASE)
_WORD = (
    r"corr(?:iges?|igees?|ections?)?|solutions?|answers?"
    r"|teachers?|prof(?:s|esseurs?)?|enseignante?s?|instructors?"
)
_GAP = r"[-_. ]+"
_KIND = r"nb|notebook|slides?|fr|en|v\d+"
_LAST = re.compile(
    rf"(?P<stem>.+?)(?P<gap>{_GAP})(?:(?:avec|with){_GAP})?[(\[]?(?:{_WORD})[)\]]?"
    rf"(?P<kind>(?:{_GAP}(?:{_KIND}))?)"
)
_TASK = (
    r"tp|td|tme|dm|ds|dst|cc|cm|exos?|exercices?|exercises?|ex|labs?|hw|homework|assignment"
    r"|examen?|partiel|devoir|projet|project|cours|lecture|seance|semaine|week|chap(?:itre|ter)?"
)
_FIRST = re.compile(rf"(?:{_WORD}){_GAP}(?:du{_GAP}|de{_GAP})?(?P<stem>(?:{_TASK})[-_. ]?\d.*)")
_FOLDER = re.compile(
    r"\.?(?:teachers?|profs?|enseignants?|instructors?|corrections?|corriges?|solutions?)"
)
_ARTICLES = "a an the of and for no without about la le les un une des de du d et en aux au sans l"
_SIGNALS = "auto cross inter intra gamma error errors erreur erreurs color colour colors couleur"
_STATISTICS = "bias biais bessel bonferroni yates continuity spelling phase pairwise feature"
_CHEMISTRY = "buffer saline aqueous acid acide base ionic solid solide mother stock tampon"
_EQUATIONS = "exact exacte numerical numerique analytic analytical analytique ode pde equation"
_SUBJECTS = frozenset(f"{_ARTICLES} {_SIGNALS} {_STATISTICS} {_CHEMISTRY} {_EQUATIONS}".split())


def student_path(path: str) -> str | None:
    """The path of the student's notebook; None where the name says nothing.

    Args:
        path: Of a notebook, relative to its course, with ``/``.
    """
    *folders, name = path.split("/")
    kept = [each for each in folders if not _FOLDER.fullmatch(_plain(each))]
    ending = _ENDING.search(name)
    if ending is None:
        return None
    stem = name[: ending.start()]
    found = _student_stem(stem)
    if found is None and len(kept) == len(folders):
        return None
    return "/".join([*kept, (found or stem) + ending[0]])


def _student_stem(stem: str) -> str | None:
    places = [n for n, each in enumerate(stem) if not unicodedata.combining(each)]
    plain = _plain(stem)
    places.append(len(stem))
    if last := _LAST.fullmatch(plain):
        words = re.split(_GAP, last["stem"])
        if words[-1] not in _SUBJECTS:
            return stem[: places[last.end("stem")]] + stem[places[last.start("kind")] :]
    if first := _FIRST.fullmatch(plain):
        return stem[places[first.start("stem")] :]
    return None


def _plain(text: str) -> str:
    """The text in lower case without accents, a character for each that is no accent."""
    return "".join(_letter(each) for each in text if not unicodedata.combining(each))


def _letter(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[:1].lower()
    return plain if len(plain) == 1 else character
