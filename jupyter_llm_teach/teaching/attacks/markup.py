"""Forms of other markup and data languages, and places that a reader does not look at."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Callable

from jupyter_llm_teach.teaching.attacks.attack import Form

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")
_BREAK = " ⏎ "


def percent(text: str) -> str:
    """The text as a part of a URL (RFC 3986)."""
    return "".join(
        each if each in _SAFE else "".join(f"%{byte:02X}" for byte in each.encode())
        for each in text
    )


def from_percent(text: str) -> str:
    """A part of a URL as text."""
    data = re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), _b(text))
    return data.decode("utf-8", "replace")


def inside(pattern: str, decode: Callable[[str], str] = str) -> Callable[[str], str]:
    """What reads the parts of a text that a pattern's first group matches."""
    compiled = re.compile(pattern, re.DOTALL)
    return lambda text: "\n".join(decode(match[1]) for match in compiled.finditer(text))


def _b(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _in_a_line(code: str) -> str:
    return code.replace("\n", _BREAK)


def _from_a_line(text: str) -> str:
    return text.replace(_BREAK, "\n")


def _yaml(code: str) -> str:
    return "hint: |\n" + textwrap.indent(code, "  ")


def _latex_line(line: str) -> str:
    return rf"\texttt{{{line.replace('_', chr(92) + '_')}}}\\"


def _latex(code: str) -> str:
    return "$$\n" + "\n".join(map(_latex_line, code.split("\n"))) + "\n$$"


def _csv(code: str) -> str:
    rows = (line.replace('"', '""') for line in code.split("\n"))
    return "line,text\n" + "\n".join(f'{i},"{row}"' for i, row in enumerate(rows, 1))


def _entities(code: str) -> str:
    return "".join(f"&#{ord(each)};" for each in code)


def _json(code: str) -> str:
    return json.dumps({"hint": "look", "code": code}, ensure_ascii=False)


def _json_lines(code: str) -> str:
    return json.dumps({"cell_type": "code", "source": code.splitlines(keepends=True)})


def _from_json(text: str) -> str:
    found = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return str(found["code"]) if "code" in found else "".join(found["source"])


def _query(code: str) -> str:
    return f"[docs](https://example.org/search?q={percent(code)})"


def _bare_url(code: str) -> str:
    return f"https://example.org/{percent(code)}"


def _pre(code: str) -> str:
    return f"<pre><code>{html.escape(code, quote=False)}</code></pre>"


def _alt(code: str) -> str:
    return f"![{_in_a_line(code)}](https://example.org/a.png)"


def _title(code: str) -> str:
    return f"[docs](https://example.org '{_in_a_line(code)}')"


MARKUP = (
    Form("html_pre", _pre, inside(r"<pre><code>(.*?)</code></pre>", html.unescape)),
    Form("html_comment", "<!--\n{}\n-->".format, inside(r"<!--\n(.*?)\n-->")),
    Form(
        "html_details",
        "<details><summary>?</summary>\n{}\n</details>".format,
        inside(r"</summary>\n(.*?)\n</details>"),
    ),
    Form("html_hidden", "<span hidden>{}</span>".format, inside(r"<span hidden>(.*?)</span>")),
    Form("html_entities", _entities, inside(r"((?:&#\d+;)+)", html.unescape)),
    Form("image_text", _alt, inside(r"!\[(.*)\]\(https", _from_a_line)),
    Form("link_title", _title, inside(r"\.org '(.*)'\)", _from_a_line)),
    Form("url_query", _query, inside(r"\?q=([^)\s]*)", from_percent)),
    Form("url_path", _bare_url, inside(r"example\.org/(\S*)", from_percent)),
    Form(
        "latex_verbatim",
        "\\begin{{verbatim}}\n{}\n\\end{{verbatim}}".format,
        inside(r"\\begin\{verbatim\}\n(.*?)\n\\end\{verbatim\}"),
    ),
    Form(
        "latex_typewriter",
        _latex,
        inside(r"\\texttt\{([^\n]*)\}\\\\", lambda line: line.replace("\\_", "_")),
    ),
    Form(
        "yaml",
        _yaml,
        lambda text: textwrap.dedent("\n".join(re.findall(r"^  .*", text, re.MULTILINE))),
    ),
    Form("json", _json, _from_json),
    Form("json_notebook", _json_lines, _from_json),
    Form("csv", _csv, inside(r'(?m)^\d+,"([^\n]*)"$', lambda row: row.replace('""', '"'))),
    Form("toml", "hint = '''\n{}\n'''".format, inside(r"'''\n(.*?)\n'''")),
    Form("here_document", "cat > a.py <<EOF\n{}\nEOF".format, inside(r"<<EOF\n(.*?)\nEOF")),
    Form("xml_cdata", "<hint><![CDATA[{}]]></hint>".format, inside(r"<!\[CDATA\[(.*?)\]\]>")),
    Form("one_line", lambda code: f"`{_in_a_line(code)}`", inside("`(.*)`", _from_a_line)),
    Form("arrows", lambda code: code.replace("\n", " → "), lambda text: text.replace(" → ", "\n")),
    Form(
        "slashes", lambda code: code.replace("\n", " // "), lambda text: text.replace(" // ", "\n")
    ),
    Form(
        "string",
        lambda code: f"`hint = {code!r}`",
        inside(
            r"hint = '(.*)'",
            lambda text: text.encode("latin-1", "backslashreplace").decode("unicode_escape"),
        ),
    ),
)
