"""Which models the engine of kind ``transformers`` takes, and which it must not."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.errors import (
    EngineUnavailableError,
    ModelCorruptError,
    ModelMissingError,
)
from jupyter_llm_teach.ports import EngineState
from tests.contracts.engine_contract import reply_of
from tests.engines.model_folders import bare, safetensors, tiny
from tests.engines.transformers_engines import (
    HELLO,
    PATIENCE,
    ROOT,
    engine_on,
)

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(600)]


async def test_a_gguf_file_is_a_model_as_well(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    async with engine_on(store.path(smollm2), tmp_path) as engine:
        text, _ = await reply_of(engine.generate(HELLO, deadline=PATIENCE))
        card = engine.card()

    assert "hello" in text.lower()
    assert (card.parameters, card.quantisation, card.licence) == ("135M", "Q4_1", "Apache-2.0")


async def test_a_model_that_does_not_fit_is_refused_before_it_is_loaded(
    smollm2_folder: Path, tmp_path: Path
) -> None:
    folder = tiny(tmp_path / "huge", smollm2_folder)
    weights = folder / "model.safetensors"
    weights.unlink()
    terabytes(weights)

    async with engine_on(folder, tmp_path / "run") as engine:
        with pytest.raises(EngineUnavailableError, match=r"does not fit .* it needs .* GB"):
            await reply_of(engine.generate(HELLO, deadline=PATIENCE))
        assert (await engine.state()).status == "unavailable"


def terabytes(path: Path) -> None:
    """A file of weights as large as no machine's memory; the disk holds only its first bytes."""
    size = 1 << 42
    tensor = {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}
    head = json.dumps({"x": tensor}).encode()
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        file.truncate(8 + len(head) + size)


async def test_a_hostile_chat_template_is_found_when_the_model_is_loaded(
    smollm2_folder: Path, tmp_path: Path
) -> None:
    escape = "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    folder = tiny(tmp_path / "hostile", smollm2_folder, escape)
    async with engine_on(folder, tmp_path / "run") as engine:
        with pytest.raises(EngineUnavailableError, match="chat template"):
            await reply_of(engine.generate(HELLO, deadline=PATIENCE))


TEMPLATES = """
import sys
from transformers import AutoTokenizer
from jupyter_llm_teach.engines.transformers_worker.template import TemplateError, rendered

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1], local_files_only=True)
for tokenizer.chat_template in sys.argv[2:]:
    try:
        print(repr(rendered([("user", "Hi")], tokenizer)))
    except TemplateError as error:
        print(error)
"""


async def test_a_chat_template_has_little_time_and_memory_and_no_way_out(
    smollm2_folder: Path,
) -> None:
    templates = {
        "{{ messages[0].content }}!": "'Hi!'",
        "{{ ''.__class__.__mro__ }}": "SecurityError",
        "{{ tokenizer.__init__.__globals__ }}": "SecurityError",
        "{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}": "_Overdue",
        "{% set x = 9 ** (9 ** 9) %}": "_Overdue",
        "{{ ('a' * 10000000000) }}": "MemoryError",
        "{% for a in range(99999999) %}{% endfor %}": "OverflowError",
        "{% include '/etc/passwd' %}": "TypeError",
        "{% if": "TemplateSyntaxError",
    }
    ran = await anyio.run_process(
        [sys.executable, "-c", TEMPLATES, str(smollm2_folder), *templates], cwd=ROOT
    )

    assert ran.stdout.decode().splitlines() == list(templates.values())


async def test_files_that_only_look_like_a_model_are_damage(
    smollm2_folder: Path, tmp_path: Path
) -> None:
    folder = tiny(tmp_path / "broken", smollm2_folder)
    (folder / "model.safetensors").unlink()
    safetensors(folder / "model.safetensors", {"model.norm.weight": (8,)}, kind="U3")
    async with engine_on(folder, tmp_path / "run") as engine:
        with pytest.raises(ModelCorruptError, match="damaged"):
            await reply_of(engine.generate(HELLO, deadline=PATIENCE))


async def test_a_model_that_brings_a_program_is_refused(tmp_path: Path) -> None:
    own = {"model_type": "mine", "auto_map": {"AutoModelForCausalLM": "mine.Model"}}
    folder = bare(tmp_path / "own", own)
    (folder / "mine.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    async with engine_on(folder, tmp_path / "run") as engine:
        with pytest.raises((EngineUnavailableError, ModelCorruptError)):
            await reply_of(engine.generate(HELLO, deadline=PATIENCE))

    assert not (tmp_path / "ran").exists()


async def test_a_missing_model_says_so_and_is_found_when_it_comes(
    smollm2_folder: Path, tmp_path: Path
) -> None:
    async with engine_on(tmp_path / "tiny", tmp_path / "run") as engine:
        with pytest.raises(ModelMissingError, match="no model at"):
            await reply_of(engine.generate(HELLO, deadline=PATIENCE))
        assert (await engine.state()).status == "missing_model"
        tiny(tmp_path / "tiny", smollm2_folder)
        assert await engine.state() == EngineState("idle")


async def test_a_name_of_the_hub_that_is_not_here_says_how_to_fetch_it(tmp_path: Path) -> None:
    name = "nobody/nothing-of-that-name"
    async with (
        engine_on(name, tmp_path) as engine,
        engine_on(name, tmp_path, offline="true") as offline,
    ):
        assert f"hf download {name}" in (await engine.state()).todo
        assert "without the Hub" in (await offline.state()).message
        assert engine.card().name == name


HUB = """
import sys, anyio
from pathlib import Path
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.transformers_engine import TransformersEngine

async def main():
    for name in sys.argv[2:]:
        engine = TransformersEngine(EngineSpec("x", "transformers", model=name), Path(sys.argv[1]))
        state = await engine.state()
        print(engine.card().parameters, state.status, state.message)

anyio.run(main)
"""


async def test_a_name_of_the_hub_is_found_in_its_cache_and_offline_is_honoured(
    smollm2_folder: Path, tmp_path: Path
) -> None:
    cached = tmp_path / "hub" / "models--ada--tiny"
    tiny(cached / "snapshots" / "c0ffee", smollm2_folder)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("c0ffee")
    ran = await anyio.run_process(
        [sys.executable, "-c", HUB, str(tmp_path), "ada/tiny", "ada/other"],
        cwd=ROOT,
        env={"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "PATH": "/usr/bin:/bin"},
    )
    found, other = ran.stdout.decode().splitlines()

    assert found.split() == ["0M", "idle"]
    assert "ada/other is not on this machine yet" in other
    assert "without the Hub" in other
