"""Finds a server of Ollama that runs already, so that nobody has to configure it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from jupyter_llm_teach.engines.address import Address, address_in, is_allowed
from jupyter_llm_teach.engines.ollama_models import models
from jupyter_llm_teach.engines.ollama_names import USUAL_URL
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import TeachError

_USUAL_PORT: Final = 11434
_PORTS: Final = {"http": 80, "https": 443}
_EVERY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104 - what a server listens on, never we


async def discovered(host: str = "", allowed: Sequence[str] = ()) -> EngineSpec | None:
    """A server that runs, and a model that it has; None where there is none.

    Nothing but this machine is asked, unless the administrator allowed the address.

    Args:
        host: What the variable ``OLLAMA_HOST`` says; empty: the usual address on this machine.
        allowed: Addresses that the administrator allowed.
    """
    found = server_in(host)
    places = [each for each in map(address_in, allowed) if isinstance(each, Address)]
    if found is None or not is_allowed(found, places):
        return None
    spec = EngineSpec("ollama", "ollama", url=_url_of(found))
    try:
        cards = await models(spec)
    except TeachError:
        return None
    here = [each for each in cards if each.local or not found.is_loopback]
    return EngineSpec("ollama", "ollama", model=here[0].name, url=spec.url) if here else spec


def server_in(host: str) -> Address | None:
    """The address that ``OLLAMA_HOST`` means: a host, a port, both, or all of an address.

    See https://github.com/ollama/ollama/blob/main/envconfig/config.go, `Host`.
    """
    text = host.strip().strip("\"'") or USUAL_URL
    scheme, separator, rest = text.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        port, name = parts.port, parts.hostname or "127.0.0.1"
    except ValueError:
        return None
    if parts.username is not None:
        return None
    name = "127.0.0.1" if name in _EVERY_ADDRESS else name
    port = port or (_PORTS.get(scheme, _USUAL_PORT) if separator else _USUAL_PORT)
    shown = f"[{name}]" if ":" in name else name
    found = address_in(f"{scheme or 'http'}://{shown}:{port}{parts.path}")
    return found if isinstance(found, Address) else None


def _url_of(address: Address) -> str:
    name = f"[{address.host}]" if ":" in address.host else address.host
    return "/".join([f"{address.scheme}://{name}:{address.port}", *address.path])
