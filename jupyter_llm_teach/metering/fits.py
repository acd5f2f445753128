"""What tokens cost on this machine, found from its own calls and kept on its disk."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from jupyter_llm_teach.teaching.ledger.fit import LEAST_SAMPLES, Fit, Sample, fitted

_log = logging.getLogger(__name__)
_MOST_SAMPLES: Final = 64
# At first a fit changes with every few calls, later hardly at all; to find it takes milliseconds.
_FIRST: Final = 64
_EVERY: Final = 8
_SELDOM: Final = 256
_VERSION: Final = 1


class Fits:
    """The fit of each model; it is found again after every few calls, in a thread of its own.

    Args:
        path: The file; made when something is known.
        machine: What makes this machine's figures its own, such as its processor.
    """

    def __init__(self, path: Path, machine: str) -> None:
        self._path = path
        self._machine = machine
        self._samples: dict[str, list[Sample]] | None = None
        self._fits: dict[str, Fit] = {}
        self._added: dict[str, int] = {}
        self._thread = ThreadPoolExecutor(1, "fits")

    def of(self, model: str) -> Fit | None:
        """What is known of a model; None where too little is."""
        if self._samples is None:
            self._samples = self._read()
        return self._fits.get(model)

    def add(self, model: str, sample: Sample) -> None:
        """Learn from a call that had the engine to itself."""
        self.of(model)
        assert self._samples is not None, "read just before"
        kept = [*self._samples.get(model, []), sample][-_MOST_SAMPLES:]
        self._samples[model] = kept
        added = self._added[model] = self._added.get(model, 0) + 1
        every = _EVERY if added <= _FIRST else _SELDOM
        if len(kept) >= LEAST_SAMPLES and added % every == 0:
            self._thread.submit(self._learn, model, tuple(kept))

    def samples(self, model: str) -> Sequence[Sample]:
        """The calls that are learnt from, oldest first."""
        self.of(model)
        return tuple((self._samples or {}).get(model, ()))

    def close(self) -> None:
        """Wait for what is being found, and forget nothing."""
        self._thread.shutdown(wait=True)
        self._thread = ThreadPoolExecutor(1, "fits")

    def _learn(self, model: str, samples: tuple[Sample, ...]) -> None:
        found = fitted(samples)
        if found is None:
            return
        self._fits[model] = found
        try:
            self._write(model, samples)
        except (OSError, ValueError):
            _log.warning("What tokens cost here could not be kept in %s.", self._path)

    def _read(self) -> dict[str, list[Sample]]:
        found: dict[str, list[Sample]] = {}
        for model, kept in self._kept().items():
            known = _known(kept)
            if known is not None:
                self._fits[model], found[model] = known
        return found

    def _write(self, model: str, samples: tuple[Sample, ...]) -> None:
        whole = self._file()
        kept = {
            "fit": asdict(self._fits[model]),
            "samples": [asdict(each) for each in samples],
        }
        machines = {**whole, self._machine: {**whole.get(self._machine, {}), model: kept}}
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps({"version": _VERSION, "machines": machines}), "utf-8")
        draft.replace(self._path)

    def _kept(self) -> Mapping[str, Any]:
        kept = self._file().get(self._machine, {})
        return kept if isinstance(kept, dict) else {}

    def _file(self) -> Mapping[str, Any]:
        try:
            whole = json.loads(self._path.read_text(encoding="utf-8"))
            machines = whole["machines"] if whole["version"] == _VERSION else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return machines if isinstance(machines, dict) else {}


def _known(kept: Any) -> tuple[Fit, list[Sample]] | None:
    """What the file says of a model; None where somebody changed it: then it is learnt afresh."""
    try:
        return Fit(**kept["fit"]), [Sample(**each) for each in kept["samples"]]
    except (TypeError, KeyError):
        return None
