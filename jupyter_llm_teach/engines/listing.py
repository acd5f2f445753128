"""What an OpenAI-compatible server lists under ``/models``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jupyter_llm_teach.engines.remote_card import Listed

_LLAMA: Final = "llamacpp"  # ``owned_by`` of llama.cpp's server
_ANY_NAME: Final = "tgi"  # what TGI's documentation calls every model
_BILLION: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Listing:
    """The models of a server.

    Attributes:
        models: As it lists them; empty where it lists none.
        names: All their names, aliases included.
        llama: Whether it is llama.cpp's server.
        alone: Whether it answers to every name with its one model.
    """

    models: tuple[Listed, ...] = ()
    names: frozenset[str] = frozenset()
    llama: bool = False
    alone: bool = False

    def lacks(self, model: str) -> bool:
        """Whether the server can't have the model of that name, though it may not say so."""
        return self.alone and bool(model) and model not in self.names

    def of(self, model: str) -> Listed:
        """What it says of a model; of its first one where no name is given."""
        for each in self.models:
            if not model or each.name == model:
                return each
        return Listed()


def listing_in(reply: object) -> Listing:
    """What a server's answer lists; nothing where it has another form."""
    found = reply.get("data") if isinstance(reply, Mapping) else reply
    rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
    rows = [row for row in rows if isinstance(row.get("id"), str)]
    aliases = (alias for row in rows for alias in _list(row.get("aliases")))
    llama = any(row.get("owned_by") == _LLAMA for row in rows)
    return Listing(
        models=tuple(_listed(row) for row in rows),
        names=frozenset((*(row["id"] for row in rows), *map(str, aliases))),
        llama=llama,
        alone=llama and len(rows) == 1,
    )


def single_model_in(reply: object) -> Listing:
    """What TGI tells of its one model, which it answers with whatever name it is called by."""
    told = reply if isinstance(reply, Mapping) else {}
    name = told.get("model_id")
    if not isinstance(name, str):
        return Listing()
    listed = Listed(name, context=_number(told.get("max_total_tokens")))
    return Listing((listed,), frozenset((name, _ANY_NAME)), alone=True)


def _listed(row: Mapping[str, Any]) -> Listed:
    told = row.get("meta")
    meta = told if isinstance(told, Mapping) else {}
    return Listed(
        name=row["id"],
        parameters=_parameters(_number(meta.get("n_params"))),
        quantisation=str(meta.get("ftype") or ""),
        context=_number(row.get("max_model_len") or meta.get("n_ctx") or row.get("context_length")),
        disk_bytes=_number(meta.get("size")),
    )


def _parameters(count: int | None) -> str:
    if not count:
        return ""
    return f"{count / _BILLION:.3g}B" if count >= _BILLION else f"{count / 1_000_000:.3g}M"


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
