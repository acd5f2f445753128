"""Models that are only offered as a service; the first that fits counts.

Nobody outside knows how large they are. The sizes are what EcoLogits 0.11 (2026) assumes, in
billions of parameters, and serve to estimate energy; a card says of such a size that it is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jupyter_llm_teach.teaching.ledger.remote import Size
from jupyter_llm_teach.teaching.model_card import CardSource


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of all models of a name.

    Attributes:
        pattern: Matches a name that was made plain.
        title: For people.
        maker: Who trained and offers it.
        assumed: How large it is assumed to be.
        source: Where its maker describes it.
    """

    pattern: str
    title: str
    maker: str
    assumed: Size
    source: CardSource


_YEAR: Final = 2026


def _openai(pattern: str, title: str, size: Size) -> Service:
    source = CardSource("https://platform.openai.com/docs/models", _YEAR)
    return Service(pattern, title, "OpenAI", size, source)


def _anthropic(pattern: str, title: str, size: Size) -> Service:
    source = CardSource("https://docs.anthropic.com/en/docs/about-claude/models", _YEAR)
    return Service(pattern, title, "Anthropic", size, source)


def _google(pattern: str, title: str, size: Size) -> Service:
    source = CardSource("https://ai.google.dev/gemini-api/docs/models", _YEAR)
    return Service(pattern, title, "Google", size, source)


def _mistral(pattern: str, title: str, size: Size) -> Service:
    source = CardSource("https://docs.mistral.ai/getting-started/models/", _YEAR)
    return Service(pattern, title, "Mistral AI", size, source)


def _mixture(total: float, least: float, most: float) -> Size:
    return Size(total, least, most)


def _dense(least: float, most: float) -> Size:
    return Size(most, least, most)


CLOSED_MODELS: Final[tuple[Service, ...]] = (
    _openai("gpt-4o-mini|o[134]-mini", "GPT-4o mini and the small o models", _dense(8, 28)),
    _openai("gpt-4o|chatgpt-4o|^o[13]\\b", "GPT-4o, o1 and o3", _mixture(440, 44, 132)),
    _openai("gpt-4.1-nano", "GPT-4.1 nano", _dense(10, 37)),
    _openai("gpt-4", "GPT-4 and GPT-4.1", _mixture(440, 44, 132)),
    _openai("gpt-5(\\.\\d)?-nano", "GPT-5 nano", _dense(5, 58)),
    _openai("gpt-5(\\.\\d)?(-codex)?-mini", "GPT-5 mini", _dense(25, 158)),
    _openai("gpt-5(\\.\\d)?-pro", "GPT-5 pro", _mixture(5400, 360, 1800)),
    _openai("gpt-5", "GPT-5", _mixture(900, 30, 300)),
    _openai("gpt-\\d", "GPT", _mixture(1500, 38, 500)),
    _anthropic("claude.*haiku", "Claude Haiku", _dense(10, 35)),
    _anthropic("claude.*sonnet", "Claude Sonnet", _mixture(440, 29, 132)),
    _anthropic("claude.*opus", "Claude Opus", _mixture(670, 67, 200)),
    _anthropic("claude", "Claude", _mixture(1340, 29, 400)),
    _google("gemini.*flash-lite", "Gemini Flash-Lite", _dense(8, 105)),
    _google("gemini.*flash", "Gemini Flash", _mixture(440, 44, 300)),
    _google("gemini", "Gemini Pro", _mixture(2000, 120, 600)),
    _mistral("codestral", "Codestral (service)", _dense(22.2, 22.2)),
    _mistral("mistral-small", "Mistral Small (service)", _mixture(119, 8, 8)),
    _mistral("mistral-large", "Mistral Large (service)", _mixture(1050, 41, 52)),
    _mistral("mistral-medium|magistral", "Mistral Medium", _dense(70, 128)),
)
