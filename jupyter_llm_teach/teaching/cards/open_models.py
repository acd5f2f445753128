"""Models whose weights can be had, as their makers describe them; the first that fits counts."""

from __future__ import annotations

from typing import Final

from jupyter_llm_teach.teaching.cards.family import Family, Member
from jupyter_llm_teach.teaching.model_card import Architecture, CardSource, Disclosure

_APACHE, _MIT = "Apache-2.0", "MIT"
_LLAMA = "Llama Community License"
_R1 = "DeepSeek-R1"


def _hub(path: str, year: int) -> CardSource:
    return CardSource(f"https://huggingface.co/{path}", year)


def _qwen(pattern: str, title: str, path: str, year: int, *members: Member) -> Family:
    source = _hub(path, year)
    return Family(
        pattern, title, "Alibaba", _APACHE, "open_weights", "described", source, members=members
    )


def _mistral(pattern: str, title: str, size: str, licence: str, path: str, year: int) -> Family:  # noqa: PLR0913, PLR0917 - a row of a table
    return Family(
        *(pattern, title, "Mistral AI", licence, "open_weights", "undisclosed"),
        _hub(f"mistralai/{path}", year),
        parameters=size,
    )


def _llama(pattern: str, title: str, path: str, year: int, licence: str = _LLAMA) -> Family:
    return Family(
        *(pattern, title, "Meta", licence, "open_weights", "described"),
        _hub(f"meta-llama/{path}", year),
    )


def _microsoft(pattern: str, title: str, size: str, path: str, year: int) -> Family:
    return Family(
        *(pattern, title, "Microsoft", _MIT, "open_weights", "described"),
        _hub(f"microsoft/{path}", year),
        parameters=size,
    )


def _gemma(pattern: str, title: str, path: str, year: int, distilled: str = "") -> Family:
    return Family(
        *(pattern, title, "Google", "Gemma Terms of Use", "open_weights", "described"),
        _hub(f"google/{path}", year),
        distilled_from=distilled,
    )


def _whole(pattern: str, title: str, maker: str, licence: str, source: CardSource) -> Family:
    return Family(pattern, title, maker, licence, "open_source", "published", source)


def _deepseek(  # noqa: PLR0913 - a row of a table
    pattern: str,
    title: str,
    licence: str,
    path: str,
    year: int,
    *members: Member,
    architecture: Architecture = "dense",
    data: Disclosure = "described",
) -> Family:
    return Family(
        *(pattern, title, "DeepSeek", licence, "open_weights", data),
        _hub(f"deepseek-ai/{path}", year),
        architecture=architecture,
        members=members,
    )


_LARGER_GEMINI = "a larger model of Google's that is not named"

OPEN_MODELS: Final[tuple[Family, ...]] = (
    _qwen(
        *("qwen-?2.5-coder", "Qwen2.5-Coder", "Qwen/Qwen2.5-Coder-1.5B-Instruct", 2024),
        Member("3b", licence="Qwen Research License"),
    ),
    _qwen(
        *("qwen-?3-coder", "Qwen3-Coder", "Qwen/Qwen3-Coder-30B-A3B-Instruct", 2025),
        Member("30b", "30.5B", "3.3B", "mixture"),
        Member("480b", "480B", "35B", "mixture"),
    ),
    _deepseek(
        *("deepseek-r1", _R1, _MIT, "DeepSeek-R1", 2025),
        Member("1.5b", distilled_from=f"{_R1}, into Qwen2.5-Math 1.5B"),
        Member("7b", distilled_from=f"{_R1}, into Qwen2.5-Math 7B"),
        Member("8b", distilled_from=f"{_R1}, into Llama 3.1 8B or, from May 2025 on, Qwen3 8B"),
        Member("14b", distilled_from=f"{_R1}, into Qwen2.5 14B"),
        Member("32b", distilled_from=f"{_R1}, into Qwen2.5 32B"),
        Member("70b", distilled_from=f"{_R1}, into Llama 3.3 70B", licence=f"MIT; {_LLAMA}"),
        Member("671b", "671B", "37B", "mixture"),
        Member("", "671B", "37B", "mixture"),
    ),
    _deepseek(
        *("deepseek-coder-v2", "DeepSeek-Coder-V2", "DeepSeek Model License"),
        *("DeepSeek-Coder-V2-Instruct", 2024),
        Member("16b", "16B", "2.4B", "mixture"),
        Member("236b", "236B", "21B", "mixture"),
        architecture="mixture",
    ),
    _deepseek(
        *("deepseek-coder", "DeepSeek-Coder", "DeepSeek Model License"),
        *("deepseek-coder-6.7b-instruct", 2023),
    ),
    _deepseek(
        *("deepseek-(v3|chat|reasoner)", "DeepSeek-V3", _MIT, "DeepSeek-V3-0324", 2025),
        Member("", "671B", "37B", "mixture"),
        Member("671b", "671B", "37B", "mixture"),
        architecture="mixture",
    ),
    _qwen("qwen-?2.5-math", "Qwen2.5-Math", "Qwen/Qwen2.5-Math-1.5B", 2024),
    _qwen(
        *("qwen-?2.5", "Qwen2.5", "Qwen/Qwen2.5-7B-Instruct", 2024),
        Member("3b", licence="Qwen Research License"),
        Member("72b", licence="Qwen License"),
    ),
    _qwen(
        *("qwen-?3", "Qwen3", "Qwen/Qwen3-8B", 2025),
        Member("30b", "30.5B", "3.3B", "mixture"),
        Member("235b", "235B", "22B", "mixture"),
    ),
    _whole("smollm-?3", "SmolLM3", "Hugging Face", _APACHE, _hub("HuggingFaceTB/SmolLM3-3B", 2025)),
    _whole(
        *("smollm-?2", "SmolLM2", "Hugging Face", _APACHE),
        _hub("HuggingFaceTB/SmolLM2-1.7B-Instruct", 2025),
    ),
    _whole("olmo", "OLMo", "Ai2", _APACHE, _hub("allenai/OLMo-2-1124-7B-Instruct", 2024)),
    _whole(
        *("starcoder-?2", "StarCoder2", "BigCode", "BigCode OpenRAIL-M"),
        _hub("bigcode/starcoder2-3b", 2024),
    ),
    _whole("lucie", "Lucie 7B", "OpenLLM-France", _APACHE, _hub("OpenLLM-France/Lucie-7B", 2025)),
    _llama("code-?llama", "Code Llama", "CodeLlama-7b-hf", 2023, "Llama 2 Community License"),
    Family(
        *("llama-?4", "Llama 4", "Meta", _LLAMA, "open_weights", "described"),
        _hub("meta-llama/Llama-4-Scout-17B-16E-Instruct", 2025),
        architecture="mixture",
        members=(
            Member("17b-16e", "109B", "17B", "mixture"),
            Member("scout", "109B", "17B", "mixture"),
            Member("17b-128e", "400B", "17B", "mixture"),
            Member("maverick", "400B", "17B", "mixture"),
        ),
    ),
    _llama("llama-?3.3", "Llama 3.3", "Llama-3.3-70B-Instruct", 2024),
    _llama("llama-?3.2", "Llama 3.2", "Llama-3.2-3B-Instruct", 2024),
    _llama("llama-?3.1", "Llama 3.1", "Llama-3.1-8B-Instruct", 2024),
    _llama("llama-?3", "Llama 3", "Meta-Llama-3-8B-Instruct", 2024),
    _llama("llama-?2", "Llama 2", "Llama-2-7b-chat-hf", 2023, "Llama 2 Community License"),
    Family(
        *("mixtral-8x22b", "Mixtral 8x22B", "Mistral AI", _APACHE, "open_weights", "undisclosed"),
        _hub("mistralai/Mixtral-8x22B-Instruct-v0.1", 2024),
        architecture="mixture",
        parameters="141B",
        active="39B",
    ),
    Family(
        *("mixtral", "Mixtral 8x7B", "Mistral AI", _APACHE, "open_weights", "undisclosed"),
        _hub("mistralai/Mixtral-8x7B-Instruct-v0.1", 2023),
        architecture="mixture",
        parameters="46.7B",
        active="12.9B",
    ),
    _mistral(
        *("devstral", "Devstral Small", "24B", _APACHE, "Devstral-Small-2507", 2025),
    ),
    _mistral(
        *("codestral(?!.*(25|latest|api))", "Codestral", "22.2B"),
        *("Mistral Non-Production License", "Codestral-22B-v0.1", 2024),
    ),
    _mistral(
        *("mistral-nemo", "Mistral NeMo", "12.2B", _APACHE, "Mistral-Nemo-Instruct-2407", 2024),
    ),
    _mistral(
        *("mistral-small(?!-latest)", "Mistral Small 3", "24B", _APACHE),
        *("Mistral-Small-24B-Instruct-2501", 2025),
    ),
    _mistral(
        *("mistral-large(-2|-123b|-24)", "Mistral Large 2", "123B"),
        *("Mistral Research License", "Mistral-Large-Instruct-2407", 2024),
    ),
    _mistral(
        *("ministral-8b", "Ministral 8B", "8.02B", "Mistral Research License"),
        *("Ministral-8B-Instruct-2410", 2024),
    ),
    _mistral(
        *("(open-)?mistral(-7b|-instruct|-v0|$)", "Mistral 7B", "7.3B", _APACHE),
        *("Mistral-7B-Instruct-v0.3", 2024),
    ),
    _gemma("gemma-?3", "Gemma 3", "gemma-3-4b-it", 2025, _LARGER_GEMINI),
    _gemma("gemma-?2", "Gemma 2", "gemma-2-9b-it", 2024, _LARGER_GEMINI),
    _gemma("codegemma", "CodeGemma", "codegemma-7b", 2024),
    _gemma("gemma", "Gemma", "gemma-7b-it", 2024),
    _microsoft("phi-?4-mini", "Phi-4-mini", "3.8B", "Phi-4-mini-instruct", 2025),
    _microsoft("phi-?4", "Phi-4", "14.7B", "phi-4", 2024),
    _microsoft("phi-?3.5-mini|phi-?3.5$", "Phi-3.5-mini", "3.8B", "Phi-3.5-mini-instruct", 2024),
    _microsoft("phi-?3(-mini|$)", "Phi-3-mini", "3.8B", "Phi-3-mini-4k-instruct", 2024),
    Family(
        *("gpt-?oss", "gpt-oss", "OpenAI", _APACHE, "open_weights", "undisclosed"),
        _hub("openai/gpt-oss-20b", 2025),
        architecture="mixture",
        members=(
            Member("20b", "21B", "3.6B", "mixture"),
            Member("120b", "117B", "5.1B", "mixture"),
        ),
    ),
    Family(
        *("granite.*code", "Granite Code", "IBM", _APACHE, "open_weights", "described"),
        _hub("ibm-granite/granite-8b-code-instruct-4k", 2024),
    ),
    Family(
        *("tinyllama", "TinyLlama", "TinyLlama team", _APACHE, "open_source", "published"),
        _hub("TinyLlama/TinyLlama-1.1B-Chat-v1.0", 2024),
        parameters="1.1B",
    ),
)
