"""One model of a server: what the server says of it, and what we found out ourselves."""

from __future__ import annotations

import anyio

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.ollama_cards import may_fill_in
from jupyter_llm_teach.engines.ollama_client import Listed, OllamaClient
from jupyter_llm_teach.engines.ollama_faults import FAULTS, missing, told
from jupyter_llm_teach.engines.ollama_names import is_in_the_cloud, with_tag
from jupyter_llm_teach.engines.ollama_said import Manner, Shown
from jupyter_llm_teach.engines.suffix import reads_suffix
from jupyter_llm_teach.errors import ModelMissingError, TeachError
from jupyter_llm_teach.ports import FillIn


class ServedModel:
    """A model that a server has.

    Args:
        client: Talks to the server.
        name: The model's name.

    Attributes:
        listed: What the list of models says of it; None until it was asked.
        shown: What the server said when it was asked for it; None until then.
        memory_bytes: What it took when it was last seen in memory; None until then.
        takes_suffix: Whether it really reads what comes after the reply; None until it was tried.
    """

    def __init__(self, client: OllamaClient, name: str) -> None:
        self.client = client
        self._name = name
        self._learning = anyio.Lock()
        self._trying = anyio.Lock()
        self.listed: Listed | None = None
        self.shown: Shown | None = None
        self.memory_bytes: int | None = None
        self.takes_suffix: bool | None = None

    async def learn(self) -> Shown:
        """What the server says of it; asked once.

        Raises:
            ModelMissingError: the server does not have it.
            EngineError: the server can't be asked.
        """
        async with self._learning:
            if self.shown is None:
                try:
                    self.listed = await self._entry()
                    if self.listed is None and not is_in_the_cloud(self._name):
                        raise missing(self._name)
                    self.shown = await self.client.shown(self._name)
                except FAULTS as error:
                    raise told(error, self._name) from error
            return self.shown

    async def is_loaded(self) -> bool:
        """Whether it answers at once. Raises what `learn` does."""
        await self.learn()
        try:
            loaded = await self.client.loaded()
        except FAULTS as error:
            raise told(error, self._name) from error
        sizes = {_key(name): size for name, size in loaded.items()}
        self.memory_bytes = sizes.get(_key(self._name)) or self.memory_bytes
        return _key(self._name) in sizes

    async def check_suffix(self, manner: Manner) -> None:
        """Return where it fills in the middle. It is tried once: some servers ignore the suffix.

        Raises:
            EngineUnavailableError: it can't.
        """
        shown = await self.learn()
        async with self._trying:  # the model may have to be loaded first
            if self.takes_suffix is None:
                self.takes_suffix = may_fill_in(shown) and await self._reads_suffix(manner)
        if not self.takes_suffix:
            raise refusals.no_completion(self._name)

    def found(self, error: TeachError) -> TeachError:
        """The same error; what was learned of a model that is gone is forgotten."""
        if isinstance(error, ModelMissingError):
            self.shown = self.takes_suffix = None
        return error

    async def _reads_suffix(self, manner: Manner) -> bool:
        async def attempt(request: FillIn) -> tuple[str, int | None]:
            return await self.client.filled(request, manner)

        try:
            return await reads_suffix(attempt)
        except FAULTS as error:
            raise told(error, self._name) from error

    async def _entry(self) -> Listed | None:
        for each in await self.client.listed():
            if _key(each.model or "") == _key(self._name):
                return each
        return None


def _key(name: str) -> str:
    """A name as Ollama compares it."""
    short = name.lower().removeprefix("registry.ollama.ai/").removeprefix("library/")
    return with_tag(short)
