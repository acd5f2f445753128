"""The one place that knows everyone: configuration to settings, settings to the tutor."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_core.paths import jupyter_config_path, jupyter_data_dir, jupyter_runtime_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Dict, Float, List, Unicode
from traitlets.config import Application

from jupyter_llm_teach.errors import ConfigurationError
from jupyter_llm_teach.server.handlers import routes

if TYPE_CHECKING:
    from jupyter_llm_teach.courses.folder import FolderCourses
    from jupyter_llm_teach.engines.configured import EngineSettings
    from jupyter_llm_teach.engines.making import Places
    from jupyter_llm_teach.metering.counter import Books
    from jupyter_llm_teach.ports import Engines, Gauge, Ledger, Sandbox
    from jupyter_llm_teach.teaching.layers.layer import Layer
    from jupyter_llm_teach.teaching.policy import Language
    from jupyter_llm_teach.teaching.wording import Wording
    from jupyter_llm_teach.tutor.tutor import Tutor

_FOLDER = "llm-teach"
_ENGINES_FILE = "engines.toml"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator or a learner configured.

    Attributes:
        courses: Folders of instructors' courses.
        engine: Empty: as `engines_file` and `engine_tables` say, else the embedded one; the name
            of one of those, or ``llamacpp``, for that one alone; ``none`` for analysis alone.
        model: The embedded engine's, by its catalogue name; empty: what suits this machine.
        engines_file: The file that says which engines there are; None where there is none.
        engine_tables: The same tables from options; they go before the file.
        model_folder: Where models are kept; None: the user's cache folder.
        data_folder: Where the journal is kept.
        runtime_folder: Where running engines are found.
        scratch_folder: Where programs of learners may write.
        deadline: Seconds for one reply of the engine.
        root: Where learners' notebooks are; None for commands that open none.
        policy: The site's rules of help, as a table of `teach.toml` would hold them.
        policy_locks: The keys of them that courses may only narrow.
        region: Whose electricity this machine uses, such as ``FR``; empty where nobody said.
    """

    courses: tuple[Path, ...]
    engine: str
    model: str
    model_folder: Path | None
    data_folder: Path
    runtime_folder: Path
    scratch_folder: Path
    deadline: float
    root: Path | None = None
    engines_file: Path | None = None
    engine_tables: Mapping[str, object] = field(default_factory=dict)
    policy: Mapping[str, object] = field(default_factory=dict)
    policy_locks: tuple[object, ...] = ()
    region: str = ""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(timezone.utc)


async def build_tutor(settings: Settings) -> Tutor:
    """The tutor that settings describe; nothing is started or contacted yet."""
    # Deferred throughout: a Jupyter server that nobody asks for help never loads these.
    from jupyter_llm_teach.prompts.load import load_wording  # noqa: PLC0415
    from jupyter_llm_teach.storage.journal import SqlJournal  # noqa: PLC0415
    from jupyter_llm_teach.storage.ledger import SqlLedger  # noqa: PLC0415
    from jupyter_llm_teach.tutor.tutor import Tutor  # noqa: PLC0415

    ledger = SqlLedger(journal_file(settings))
    return Tutor(
        courses=build_courses(settings),
        sandbox=await build_sandbox(settings),
        journal=SqlJournal(journal_file(settings)),
        clock=SystemClock(),
        wording=load_wording,
        engines=await build_engines(settings, ledger),
        deadline=settings.deadline,
        ledger=ledger,
        gauge=build_gauge(settings),
    )


def journal_file(settings: Settings) -> Path:
    """Where the journal is kept."""
    return settings.data_folder / "journal.sqlite"


def build_books(settings: Settings, ledger: Ledger) -> Books:
    """What the engines of a server are metered with."""
    from jupyter_llm_teach.metering.choose import machine_name  # noqa: PLC0415
    from jupyter_llm_teach.metering.counter import Books  # noqa: PLC0415
    from jupyter_llm_teach.metering.fits import Fits  # noqa: PLC0415

    fits = Fits(settings.data_folder / "energy.json", machine_name(os.cpu_count() or 1))
    return Books(ledger, SystemClock(), fits, settings.region)


def build_gauge(settings: Settings) -> Gauge:
    """What measures this machine for models."""
    from jupyter_llm_teach.engines.choice import free_memory_mb  # noqa: PLC0415
    from jupyter_llm_teach.metering.choose import machine_name  # noqa: PLC0415
    from jupyter_llm_teach.metering.gauge import FileGauge  # noqa: PLC0415
    from jupyter_llm_teach.metering.speeds import Speeds  # noqa: PLC0415

    speeds = Speeds(settings.data_folder / "speeds.json", machine_name(os.cpu_count() or 1))
    return FileGauge(speeds, free_memory_mb)


def rehearsal(settings: Settings, folder: Path) -> Settings:
    """Settings under which what happens is recorded in a folder, after what was recorded so far.

    Args:
        settings: What is configured.
        folder: An empty folder, which only the caller knows.

    Raises:
        DiskFullError: there is no space for a copy of the journal.
        JournalError: the journal can't be read.
    """
    from jupyter_llm_teach.storage.copying import copy_journal  # noqa: PLC0415

    rehearsed = replace(settings, data_folder=folder)
    copy_journal(journal_file(settings), journal_file(rehearsed))
    return rehearsed


def build_wording(language: Language) -> Wording:
    """The texts of a language."""
    from jupyter_llm_teach.prompts.load import load_wording  # noqa: PLC0415

    return load_wording(language)


def build_courses(settings: Settings) -> FolderCourses:
    """The configured courses, below the site's rules.

    Raises:
        ConfigurationError: The site's rules are wrong.
    """
    from jupyter_llm_teach.courses.folder import FolderCourses  # noqa: PLC0415

    return FolderCourses(settings.courses, root=settings.root, site=site_rules(settings))


def site_rules(settings: Settings) -> Layer | None:
    """The site's rules; None where it has none.

    Raises:
        ConfigurationError: They are wrong; the message names every problem and its option.
    """
    if not settings.policy and not settings.policy_locks:
        return None
    from jupyter_llm_teach.teaching.layers.site import site_layer  # noqa: PLC0415

    found = site_layer(settings.policy, settings.policy_locks)
    if isinstance(found, tuple):
        raise ConfigurationError(
            "\n".join(found), "Tell the administrator: this stands in jupyter_server_config.py."
        )
    return found


async def build_sandbox(settings: Settings) -> Sandbox:
    """The best sandbox of this machine."""
    from jupyter_llm_teach.sandbox.choose import best_sandbox  # noqa: PLC0415

    return await best_sandbox(settings.scratch_folder)


async def build_engines(settings: Settings, ledger: Ledger) -> Engines:
    """The configured engines; where their settings are wrong, one that says so to learners."""
    from jupyter_llm_teach.engines.unusable import UnusableEngine  # noqa: PLC0415
    from jupyter_llm_teach.engines.wanted import router_of  # noqa: PLC0415
    from jupyter_llm_teach.metering.watched import metered  # noqa: PLC0415
    from jupyter_llm_teach.tutor.one_engine import OneEngine  # noqa: PLC0415

    if settings.engine == "none":
        return OneEngine()
    try:
        found = engine_settings(settings)
        books = build_books(replace(settings, region=found.region), ledger)
        places = engine_places(settings)
        return await router_of(found, places, lambda engine: metered(engine, books))
    except ConfigurationError as error:
        _log.error("%s", error)
        return OneEngine(
            UnusableEngine(
                "The settings of the models are wrong, so help comes from analysis alone.",
                "Tell whoever looks after this server: `jupyter teach engines` says what is wrong.",
            )
        )


def engine_settings(settings: Settings) -> EngineSettings:
    """How the engines are configured.

    Raises:
        ConfigurationError: Something is wrong; the message names every problem with its place.
    """
    from jupyter_llm_teach.engines.wanted import Wanted, settings_of  # noqa: PLC0415

    wanted = Wanted(settings.engine, settings.model, settings.engines_file, settings.engine_tables)
    return settings_of(wanted, os.environ)


def engine_places(settings: Settings) -> Places:
    """Where engines keep what is theirs."""
    from jupyter_llm_teach.engines.making import Places  # noqa: PLC0415
    from jupyter_llm_teach.engines.store import ModelStore, default_model_folder  # noqa: PLC0415

    store = ModelStore(settings.model_folder or default_model_folder())
    return Places(store, settings.runtime_folder)


class TeachApp(ExtensionApp):
    """Teach with language models: the server extension."""

    name = "jupyter_llm_teach"
    load_other_extensions = True
    extension_url = "/lab"

    courses = List(
        Unicode(),
        config=True,
        help="Folders of instructors' courses: each holds a teach.toml and notebooks with "
        "references and hidden tests, or folders that do.",
    )
    engine = Unicode(
        "",
        config=True,
        help="What phrases help: the name of a configured engine for that one alone, 'llamacpp' "
        "(embedded, local) or 'none' (analysis alone). "
        "Empty: as engines.toml says; without it, 'llamacpp'.",
    )
    model = Unicode(
        "",
        config=True,
        help="Name of the embedded engine's model, as `jupyter teach models list` shows it. "
        "Empty: the one that suits this machine's free memory.",
    )
    engines_file = Unicode(
        "",
        config=True,
        help="The file that says which engines there are and who is asked for what. "
        "Empty: engines.toml in the first of Jupyter's config folders that has it.",
    )
    engines = Dict(
        config=True,
        help="Engines as [engines.NAME] of that file has them: "
        '{"class": {"kind": "openai", "url": "https://..."}}. They go before those of the file.',
    )
    purposes = Dict(
        config=True,
        help="The engines for a purpose, in the order in which they are asked: "
        '{"completion": ["laptop"], "phrasing": ["class", "laptop"]}.',
    )
    allowed_urls = List(
        Unicode(),
        config=True,
        help="Addresses to which learners' work may be sent, and whatever is below them. "
        "This machine is always allowed.",
    )
    model_folder = Unicode(
        "", config=True, help="Where models are kept. Empty: the user's cache folder."
    )
    data_folder = Unicode(
        "", config=True, help="Where the journal is kept. Empty: Jupyter's data folder."
    )
    deadline = Float(
        90.0, min=1.0, config=True, help="Seconds for one reply of the model, its start included."
    )

    policy = Dict(
        config=True,
        help="Rules of help for all courses, with the keys of docs/policy.md: "
        '{"remote": False, "rungs": {"locate": {"attempts": 2}}}. Courses may set others.',
    )
    policy_locks = List(
        Unicode(),
        config=True,
        help="Keys of those rules that courses may only narrow: "
        '["remote", "highest_rung", "rungs.solution"].',
    )

    region = Unicode(
        "",
        config=True,
        help="Whose electricity this machine uses, for the CO2e of models: a country code such as "
        "'FR', or 'EU'. Empty: the world's average, with a wide range. It is never looked up.",
    )

    def settings_(self) -> Settings:
        """The configuration as a frozen value."""
        runtime = Path(jupyter_runtime_dir()) / _FOLDER
        return Settings(
            courses=tuple(Path(each).expanduser().resolve() for each in self.courses),
            engine=self.engine,
            model=self.model,
            model_folder=Path(self.model_folder).expanduser() if self.model_folder else None,
            data_folder=(
                Path(self.data_folder).expanduser()
                if self.data_folder
                else Path(jupyter_data_dir()) / _FOLDER
            ),
            runtime_folder=runtime,
            scratch_folder=runtime / "scratch",
            deadline=self.deadline,
            engines_file=self._engines_file(),
            engine_tables=self._engine_tables(),
            policy=dict(self.policy),
            policy_locks=tuple(self.policy_locks),
            region=self.region,
        )

    def _engines_file(self) -> Path | None:
        if self.engines_file:
            return Path(self.engines_file).expanduser().resolve()
        places = (Path(each) / _ENGINES_FILE for each in jupyter_config_path())
        return next((each for each in places if each.is_file()), None)

    def _engine_tables(self) -> Mapping[str, object]:
        tables: dict[str, Mapping[str, object]] = {
            "engines": dict(self.engines),
            "purposes": dict(self.purposes),
            "allow": {"urls": list(self.allowed_urls)} if self.allowed_urls else {},
            "site": {"region": self.region} if self.region else {},
        }
        return {name: table for name, table in tables.items() if table}

    def initialize_handlers(self) -> None:
        """Offer our addresses; the tutor is made when the first of them is asked."""
        try:
            site_rules(self.settings_())
        except ConfigurationError as error:
            self.log.error("%s", error)  # noqa: TRY400 - the sentence says it all
        self._tutor: Tutor | None = None
        self._making = asyncio.Lock()
        self.handlers.extend(routes("", self.open_tutor))

    async def open_tutor(self) -> Tutor:
        """The one tutor of this server; made when it is first asked for."""
        async with self._making:
            if self._tutor is None:
                root = Path(self.serverapp.root_dir) if self.serverapp is not None else None
                self._tutor = await build_tutor(replace(self.settings_(), root=root))
            return self._tutor

    async def stop_extension(self) -> None:
        """Let go of the engine, the sandbox and the journal."""
        tutor: Tutor | None = getattr(self, "_tutor", None)
        if tutor is not None:
            await tutor.aclose()


def configured() -> Settings:
    """The settings that a Jupyter server of this user would have, for the command line."""
    app = TeachApp()
    app.load_config_file()
    Application.load_config_file(app, "jupyter_server_config", path=app.config_file_paths)
    return app.settings_()


def ollama_host() -> str:
    """What the environment says of a server of Ollama; empty where it says nothing."""
    return os.environ.get("OLLAMA_HOST", "")


def is_administrator() -> bool:
    """Whether we run as the system's administrator, which JupyterLab wants confirmed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
