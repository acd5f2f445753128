"""The rules that no ready-made tool checks: each gives the lines that break it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from jupyter_llm_teach import errors

Rule = Callable[[str], tuple[int, ...]]

LONGEST_FILE = 400
_ENVIRONMENT = frozenset({"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"})
_ERRORS = frozenset(
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.TeachError)
)
_IMPORTS = frozenset({"import_module", "__import__"})
_CLOCK = frozenset({"now", "utcnow", "today"})


def environment_reads(source: str) -> tuple[int, ...]:
    """Lines of Python that read or change the environment."""

    def found(node: ast.AST) -> bool:
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=name):
                return name in _ENVIRONMENT
            case ast.ImportFrom(module="os", names=names):
                return any(each.name in _ENVIRONMENT for each in names)
            case _:
                return False

    return _python(source, found)


def clock_reads(source: str) -> tuple[int, ...]:
    """Lines of Python that ask what time it is."""

    def found(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(attr=name)):
                return name in _CLOCK
            case _:
                return False

    return _python(source, found)


def unseen_imports(source: str) -> tuple[int, ...]:
    """Lines of Python that import one of our modules by a text, which import-linter can't see."""

    def found(node: ast.AST) -> bool:
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str(module)), *_],
            ):
                return name in _IMPORTS and module.startswith("jupyter_llm_teach")
            case _:
                return False

    return _python(source, found)


def file_access(source: str) -> tuple[int, ...]:
    """Lines of Python that open files, print, or read the keyboard by a built-in name."""

    def found(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Name(id="open" | "print" | "input")):
                return True
            case _:
                return False

    return _python(source, found)


def prints(source: str) -> tuple[int, ...]:
    """Lines of Python that print."""

    def found(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Name(id="print")):
                return True
            case _:
                return False

    return _python(source, found)


def beyond_the_longest(source: str) -> tuple[int, ...]:
    """The first line too many."""
    count = len(source.splitlines())
    return (LONGEST_FILE + 1,) if count > LONGEST_FILE else ()


def requests_made(source: str) -> tuple[int, ...]:
    """Lines of TypeScript that talk to a server."""
    return _lines(
        source,
        # Not a method's declaration: JupyterLab names a completion provider's method so.
        r"(?<!async )\bfetch\s*\(|\bXMLHttpRequest\b|\bEventSource\b|new WebSocket\b|\bsendBeacon\b"
        r"|\bmakeRequest\b",
    )


def cell_access(source: str) -> tuple[int, ...]:
    """Lines of TypeScript that touch notebook cells."""
    return _lines(source, r"@jupyterlab/cells|\bsharedModel\b")


def raw_html(source: str) -> tuple[int, ...]:
    """Lines of TypeScript that turn text into HTML."""
    return _lines(
        source,
        r"\bdangerouslySetInnerHTML\b|\b(inner|outer)HTML\b|\binsertAdjacentHTML\b"
        r"|\bdocument\.write\b|\bcreateContextualFragment\b",
    )


def colour_literals(source: str) -> tuple[int, ...]:
    """Lines of CSS that name a colour instead of using one of the theme."""
    return _lines(
        re.sub(r"/\*.*?\*/", _blank, source, flags=re.DOTALL),
        r":[^;{]*(#[0-9a-f]{3,8}\b|\b(rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch)\()"
        r"|:[^;{]*(?<![\w-])(white|black|red|green|blue|grey|gray|yellow|orange|purple)\b(?!-)",
    )


def machine_places(source: str) -> tuple[int, ...]:
    """Lines that name a place on one machine, or a private package registry."""
    return _lines(
        source,
        r"(?<![\w.<}$)])/(root|work|Users|private|mnt)/\w"
        r"|(?<![\w.<}$)])/home/(?!ada\b|someone\b|student\b|learner\b)\w"
        r"|\b(extra-)?index-url\b|\b_authToken\b|^\s*registry\s*="
        r"|https?://(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+[\w.:]*/(simple|npm|pypi)"
        r"|https?://[\w.-]+\.(internal|local|lan|corp|intranet)\b",
    )


def locked_elsewhere(source: str) -> tuple[int, ...]:
    """Lines of a package-lock.json that name another registry than the public one."""
    return _lines(source, r'"resolved": "(?!https://registry\.npmjs\.org/)')


def error_codes(source: str) -> tuple[str, ...]:
    """The codes of the errors for people that Python defines; empty where one has none."""
    return tuple(
        _code(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and any(_for_people(base) for base in node.bases)
    )


def _for_people(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id in _ERRORS


def _code(error: ast.ClassDef) -> str:
    for statement in error.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                return code
            case _:
                continue
    return ""


def _python(source: str, found: Callable[[ast.AST], bool]) -> tuple[int, ...]:
    nodes = (node for node in ast.walk(ast.parse(source)) if found(node))
    return tuple(sorted({getattr(node, "lineno", 0) for node in nodes}))


def _lines(source: str, pattern: str) -> tuple[int, ...]:
    wanted = re.compile(pattern, re.IGNORECASE if "#[0-9" in pattern else 0)
    return tuple(_numbers(source, wanted))


def _numbers(source: str, wanted: re.Pattern[str]) -> Iterator[int]:
    for number, line in enumerate(source.splitlines(), start=1):
        if wanted.search(line):
            yield number


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")
