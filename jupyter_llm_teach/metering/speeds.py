"""How fast models were on this machine, kept on its disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_llm_teach.teaching.cards.suiting import Speed


class Speeds:
    """The last measurement of each model.

    Args:
        path: The file; made with the first measurement.
        machine: What makes this machine's figures its own, such as its processor.
    """

    def __init__(self, path: Path, machine: str) -> None:
        self._path = path
        self._machine = machine

    def of(self, model: str) -> Speed | None:
        """How fast a model was; None where it was not measured here."""
        kept = self._file().get(self._machine, {})
        try:
            return Speed(**kept[model])
        except (TypeError, KeyError):
            return None

    def keep(self, model: str, speed: Speed) -> None:
        """Remember a measurement.

        Raises:
            OSError: the file can't be written.
        """
        machines = self._file()
        of_machine = {**machines.get(self._machine, {}), model: asdict(speed)}
        whole = {**machines, self._machine: of_machine}
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(whole, indent=1), encoding="utf-8")
        draft.replace(self._path)

    def _file(self) -> Mapping[str, Any]:
        try:
            whole = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return whole if isinstance(whole, dict) else {}
