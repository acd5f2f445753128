"""Addresses of engines: which are on this machine, and which the administrator allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

_PORTS = {"http": 80, "https": 443}
_PLAIN = re.compile(r"[!-~]+")  # printable ASCII without spaces
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a server, or of a part of it.

    Attributes:
        scheme: ``http`` or ``https``.
        host: In small letters.
        port: Also where the address leaves it out.
        path: Its segments.
    """

    scheme: str
    host: str
    port: int
    path: tuple[str, ...]

    @property
    def title(self) -> str:
        """The server, for people."""
        return f"{self.scheme}://{self.host}"

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def is_within(self, other: Address) -> bool:
        """Whether it is the other address, or below it."""
        server = (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)
        return server and self.path[: len(other.path)] == other.path


def address_in(url: str) -> Address | str:
    """The address that a text is; else what is wrong with it, such as ``must begin with ...``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is no address"
    problem = _problem(url, parts)
    if problem:
        return problem
    assert parts.hostname is not None, "an address without a host has a problem"
    path = tuple(part for part in parts.path.split("/") if part)
    return Address(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)


def _problem(url: str, parts: SplitResult) -> str:
    if parts.scheme not in _PORTS:
        return "must begin with http:// or https://"
    if parts.username is not None or parts.password is not None:
        return "must hold no user and no password: a key comes from key_env or key_file"
    if parts.query or parts.fragment:
        return "must end with the path, without ? and #"
    strange = not _PLAIN.fullmatch(url) or "\\" in url or ".." in unquote(parts.path).split("/")
    return "is no address" if strange or not parts.hostname or len(url) > _LONGEST else ""


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    found = address_in(url)
    return isinstance(found, Address) and found.is_loopback


def is_allowed(address: Address, allowed: Sequence[Address]) -> bool:
    """Whether an engine may be there: on this machine, or where the administrator allowed it."""
    return address.is_loopback or any(address.is_within(each) for each in allowed)
