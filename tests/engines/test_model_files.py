"""What files say of a model is read without loading it, and none of it is trusted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_llm_teach.engines.gguf_header import GgufError, gguf_header
from jupyter_llm_teach.engines.model_files import ModelFiles, model_files
from jupyter_llm_teach.errors import ModelCorruptError, ModelMissingError
from tests.engines.model_folders import bare, gguf, safetensors, shapes

FACTS: dict[str, str | int] = {
    "general.architecture": "llama",
    "general.file_type": 15,
    "general.license": "apache-2.0",
    "general.size_label": "0.5B",
    "llama.context_length": 2048,
    "llama.block_count": 3,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "llama.embedding_length": 64,
}
PARAMETERS = 32 * 8 + 3 * 8 + 3 * 16 * 8 + 4 * 8 * 8


def test_a_folder_says_what_its_model_is(tmp_path: Path) -> None:
    folder = bare(tmp_path / "model")

    assert model_files(folder) == ModelFiles(
        folder=folder,
        gguf="",
        parameters=PARAMETERS,
        cache_values=2 * 1 * 2 * 4,
        context=256,
        quantisation="FP32",
        licence="",
        fills_in=False,
        experts=0,
        label="",
        bytes=(folder / "model.safetensors").stat().st_size,
    )


def test_a_gguf_file_says_what_its_model_is(tmp_path: Path) -> None:
    file = gguf(tmp_path / "model.gguf", FACTS)

    assert model_files(file) == ModelFiles(
        folder=tmp_path,
        gguf="model.gguf",
        parameters=32,
        cache_values=2 * 3 * 2 * 16,
        context=2048,
        quantisation="Q4_K_M",
        licence="Apache-2.0",
        fills_in=True,
        experts=0,
        label="0.5B",
        bytes=file.stat().st_size,
    )


def test_the_only_gguf_file_of_a_folder_is_its_model(tmp_path: Path) -> None:
    gguf(tmp_path / "one.gguf", FACTS)

    assert model_files(tmp_path).gguf == "one.gguf"


def test_one_of_several_gguf_files_is_chosen_by_its_name(tmp_path: Path) -> None:
    gguf(tmp_path / "one.gguf", FACTS)
    gguf(tmp_path / "two.gguf", FACTS)

    assert model_files(tmp_path, "two.gguf").gguf == "two.gguf"
    with pytest.raises(ModelMissingError, match=r"several models.*one\.gguf"):
        model_files(tmp_path)


def test_weights_in_several_files_are_added_up(tmp_path: Path) -> None:
    folder = bare(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    names = dict.fromkeys(shapes(32), "b.safetensors") | {"model.norm.weight": "a.safetensors"}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": names}))
    safetensors(folder / "a.safetensors", {"model.norm.weight": (8,)})
    rest = {name: shape for name, shape in shapes(32).items() if name != "model.norm.weight"}
    safetensors(folder / "b.safetensors", rest)

    assert model_files(folder).parameters == PARAMETERS


@pytest.mark.parametrize(
    ("header", "licence"),
    [
        ("---\nlicense: apache-2.0\ntags: [x]\n---\nText", "Apache-2.0"),
        ('---\nlicense: "llama3.2"\n---\n', "llama3.2"),
        ("license: mit\n", ""),
        ("---\nlicence: mit\n---\n", ""),
        ("", ""),
    ],
)
def test_the_licence_is_in_the_header_of_the_readme(
    tmp_path: Path, header: str, licence: str
) -> None:
    folder = bare(tmp_path / "model")
    (folder / "README.md").write_text(header)

    assert model_files(folder).licence == licence


@pytest.mark.parametrize(
    ("more", "quantisation", "experts"),
    [
        ({"quantization_config": {"quant_method": "gptq", "bits": 4}}, "INT4 (gptq)", 0),
        ({"quantization_config": {"quant_method": "fp8"}}, "INT8 (fp8)", 0),
        ({"num_local_experts": 8}, "FP32", 8),
    ],
)
def test_packed_weights_and_experts_are_told(
    tmp_path: Path, more: dict[str, object], quantisation: str, experts: int
) -> None:
    found = model_files(bare(tmp_path / "model", more))

    assert (found.quantisation, found.experts) == (quantisation, experts)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_is_not_whole_says_what_is_missing(tmp_path: Path, name: str) -> None:
    folder = bare(tmp_path / "model")
    (folder / name).unlink()

    with pytest.raises(ModelMissingError, match=f"{name} is missing"):
        model_files(folder)


def test_a_path_with_nothing_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="no model at"):
        model_files(tmp_path / "nothing")


def test_a_gguf_file_that_is_named_and_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"x\.gguf is missing"):
        model_files(tmp_path, "x.gguf")


@pytest.mark.parametrize("name", ["pytorch_model.bin", "consolidated.pth"])
def test_weights_that_are_pickles_are_not_for_us(tmp_path: Path, name: str) -> None:
    folder = bare(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / name)

    with pytest.raises(ModelMissingError, match="can run programs"):
        model_files(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_configuration_that_makes_no_sense_is_damage(tmp_path: Path, content: bytes) -> None:
    folder = bare(tmp_path / "model")
    (folder / "config.json").write_bytes(content)

    with pytest.raises(ModelCorruptError, match=r"config\.json"):
        model_files(folder)


@pytest.mark.parametrize("kept", [0, 4, 8, 100, -1])
def test_weights_that_are_cut_off_are_damage(tmp_path: Path, kept: int) -> None:
    folder = bare(tmp_path / "model")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:kept])

    with pytest.raises(ModelCorruptError, match=r"model\.safetensors"):
        model_files(folder)


@pytest.mark.parametrize(
    "tensor",
    ["{}", "[]", '{"dtype": "F32", "shape": ["x"], "data_offsets": [0, 4]}', '{"dtype": 1}'],
)
def test_weights_whose_header_makes_no_sense_are_damage(tmp_path: Path, tensor: str) -> None:
    folder = bare(tmp_path / "model")
    head = b'{"x": ' + tensor.encode() + b"}"
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head)

    with pytest.raises(ModelCorruptError):
        model_files(folder)


@pytest.mark.parametrize("name", ["../secret.safetensors", "/etc/passwd", "a/b.safetensors"])
def test_an_index_that_points_out_of_its_folder_is_damage(tmp_path: Path, name: str) -> None:
    folder = bare(tmp_path / "model")
    index = {"weight_map": {"x": name}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))

    with pytest.raises(ModelCorruptError, match="index"):
        model_files(folder)


def test_a_header_that_claims_more_than_the_file_holds_is_damage(tmp_path: Path) -> None:
    file = gguf(tmp_path / "model.gguf", FACTS)
    file.write_bytes(file.read_bytes()[:8] + b"\xff" * 16 + file.read_bytes()[24:])

    with pytest.raises(ModelCorruptError, match=r"model\.gguf"):
        model_files(file)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=300,
)
@given(place=st.integers(min_value=0, max_value=500), value=st.binary(min_size=1, max_size=8))
def test_no_bytes_make_the_header_reader_fall(tmp_path: Path, place: int, value: bytes) -> None:
    file = gguf(tmp_path / "model.gguf", FACTS)
    content = file.read_bytes()
    file.write_bytes(content[:place] + value + content[place + len(value) :])

    assert read_or_refused(file)


def read_or_refused(file: Path) -> bool:
    """Whether a file is read, or refused in our own words; anything else is raised."""
    try:
        return gguf_header(file).parameters >= 0
    except GgufError:
        return True


@pytest.mark.parametrize("content", [b"", b"GGUF", b"GGML" + bytes(100), b"GGUF" + bytes(100)])
def test_what_is_no_gguf_file_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.gguf").write_bytes(content)

    with pytest.raises(ModelCorruptError):
        model_files(tmp_path / "model.gguf")


def test_a_file_that_can_not_be_opened_says_so(tmp_path: Path) -> None:
    folder = bare(tmp_path / "model")
    (folder / "config.json").unlink()
    (folder / "config.json").symlink_to(folder / "config.json")
    os.mkfifo(folder / "other")

    with pytest.raises(ModelMissingError):
        model_files(folder)
