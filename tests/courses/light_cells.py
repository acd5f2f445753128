"""Notebooks in our own light form, short to write."""

from __future__ import annotations

from typing import TypeAlias

from jupyter_llm_teach.teaching.notebook import Cell, Notebook, TeachBlock

Written: TypeAlias = tuple[str, str, tuple[str, ...], TeachBlock | None]


def cell(text: str, *tags: str, kind: str = "code", teach: TeachBlock | None = None) -> Written:
    return kind, text, tags, teach


def notebook(*cells: Written, language: str = "python") -> Notebook:
    kinds = {"code": "code", "text": "markdown", "raw": "raw"}
    made = (
        Cell(str(place), kinds[kind], text, None, tags, teach)  # type: ignore[arg-type]
        for place, (kind, text, tags, teach) in enumerate(cells)
    )
    return Notebook("week1.ipynb", language, tuple(made))
