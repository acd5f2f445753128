"""`jupyter teach models`: list, show, pull, remove and verify models."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jupyter_llm_teach.app import configured
from jupyter_llm_teach.cli import model_card
from jupyter_llm_teach.cli.engine_models import EngineModels, models_of_engines, pull_at
from jupyter_llm_teach.cli.progress import Bar
from jupyter_llm_teach.errors import ConfigurationError

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.catalogue import CatalogueModel
    from jupyter_llm_teach.engines.pulling import Progress
    from jupyter_llm_teach.engines.store import ModelStore

_MB: Final = 1_000_000
_STOPPED: Final = 130  # what shells use for Ctrl-C
_STATES: Final = {
    "present": "on disk",
    "partial": "partly downloaded",
    "absent": "not downloaded",
    "corrupt": "damaged",
}


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `models` group."""
    group = subparsers.add_parser("models", help="the models that run on this machine")
    commands = group.add_subparsers(required=True, metavar="COMMAND")
    model_card.add(commands)
    _command(commands, "list", _list, "show the models, and which one is the default here")
    for name, run, text in (
        ("pull", _pull, "download a model; goes on where an earlier download stopped"),
        ("remove", _remove, "delete a model's file"),
        ("verify", _verify, "read a model's file again and compare its digest"),
    ):
        parser = _command(commands, name, run, text)
        parser.add_argument(
            "name", nargs="?", metavar="NAME", help="a name that `list` shows; else the default"
        )
        if name == "pull":
            parser.add_argument(
                "--engine", metavar="NAME", help="have the server of this engine (Ollama) fetch it"
            )


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="answer with JSON")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="where models are; else the user's cache"
    )
    parser.set_defaults(run=run)
    return parser


def _list(args: argparse.Namespace) -> int:
    from jupyter_llm_teach.engines.catalogue import MODELS  # noqa: PLC0415 - only when run
    from jupyter_llm_teach.engines.choice import free_memory_mb, preferred  # noqa: PLC0415

    store = _store(args)
    default = preferred(store, free_memory_mb())
    elsewhere = _elsewhere()
    if args.json:
        models = [{**_shape(store, each), "default": each is default} for each in MODELS]
        engines = [_engine_shape(each) for each in elsewhere]
        return _write_json({"folder": str(store.folder), "models": models, "engines": engines})
    for each in MODELS:
        state = _STATES[store.glance(each)] + (", the default here" if each is default else "")
        _write(
            f"{each.name:20} {each.size // _MB:>5} MB  memory {each.memory_mb:>4} MB  "
            f"{each.licence}  {state}\n"
        )
    _write(f"Folder: {store.folder}\n")
    for found in elsewhere:
        _write(f"\n{found.engine} ({found.kind}): {found.message}".rstrip(": ") + "\n")
        for card in found.cards:
            size = "" if card.disk_bytes is None else f"{card.disk_bytes // _MB} MB"
            facts = (card.parameters, card.quantisation, size, card.licence)
            _write(f"  {card.name}  {'  '.join(filter(None, facts))}".rstrip() + "\n")
    return 0


def _elsewhere() -> Sequence[EngineModels]:
    """The models of configured engines; the catalogue is told even where settings are wrong."""
    import anyio  # noqa: PLC0415 - only when run

    try:
        return anyio.run(models_of_engines, configured())
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return ()


def _engine_shape(found: EngineModels) -> dict[str, object]:
    return {
        "engine": found.engine,
        "kind": found.kind,
        "message": found.message,
        "models": [
            {
                "name": card.name,
                "title": card.title,
                "parameters": card.parameters,
                "quantisation": card.quantisation,
                "licence": card.licence,
                "size": card.disk_bytes,
                "local": card.local,
            }
            for card in found.cards
        ],
    }


def _pull(args: argparse.Namespace) -> int:
    import anyio  # noqa: PLC0415 - only when run

    from jupyter_llm_teach.engines.pulling import pull  # noqa: PLC0415

    bar = Bar(terminal=sys.stderr.isatty())
    show = partial(_show, bar)
    try:
        if args.engine is not None:
            anyio.run(pull_at, configured(), args.engine, args.name or "", show)
        else:
            anyio.run(pull, _store(args), _model(args), show)
    except KeyboardInterrupt:
        sys.stderr.write(
            "\nStopped. Run the same command again; the download goes on where it stopped.\n"
        )
        return _STOPPED
    finally:
        bar.close(keep=True)
    if args.engine is not None:
        return _pulled_at(args)
    store, model = _store(args), _model(args)
    if args.json:
        return _write_json({"model": _shape(store, model)})
    _write(f"{model.title} is ready: {store.path(model)}\n")
    return 0


def _pulled_at(args: argparse.Namespace) -> int:
    if args.json:
        return _write_json(
            {"engine": args.engine, "model": {"name": args.name, "state": "present"}}
        )
    _write(f"{args.name or 'Its model'} is ready at {args.engine}.\n")
    return 0


def _remove(args: argparse.Namespace) -> int:
    store, model = _store(args), _model(args)
    freed = store.remove(model)
    if args.json:
        return _write_json({"model": _shape(store, model), "freed": freed})
    _write(
        f"{model.title} was removed; {freed // _MB} MB are free again.\n"
        if freed
        else f"{model.title} was not on this machine.\n"
    )
    return 0


def _verify(args: argparse.Namespace) -> int:
    from jupyter_llm_teach.engines.store import corrupt  # noqa: PLC0415 - only when run
    from jupyter_llm_teach.errors import ModelMissingError  # noqa: PLC0415

    store, model = _store(args), _model(args)
    state = store.verify(model)
    if args.json:
        _write_json({"model": {**_shape(store, model), "state": state}})
        return 0 if state == "present" else 1
    if state == "corrupt":
        raise corrupt(model)
    if state != "present":
        raise ModelMissingError(
            f"The model {model.title} is not on this machine yet.",
            f"Run `jupyter teach models pull {model.name}`.",
        )
    _write(f"{model.title} is what was published: sha256 {model.sha256}\n")
    return 0


def _store(args: argparse.Namespace) -> ModelStore:
    from jupyter_llm_teach.engines.store import ModelStore, default_model_folder  # noqa: PLC0415

    return ModelStore(args.folder or default_model_folder())


def _model(args: argparse.Namespace) -> CatalogueModel:
    from jupyter_llm_teach.engines.catalogue import model_named  # noqa: PLC0415 - only when run
    from jupyter_llm_teach.engines.choice import free_memory_mb, preferred  # noqa: PLC0415

    if args.name:
        return model_named(args.name)
    return preferred(_store(args), free_memory_mb())


def _shape(store: ModelStore, model: CatalogueModel) -> dict[str, object]:
    return {
        "name": model.name,
        "title": model.title,
        "parameters": model.parameters,
        "quantisation": model.quantisation,
        "licence": model.licence,
        "size": model.size,
        "memory_mb": model.memory_mb,
        "fills_in": model.fills_in,
        "state": store.glance(model),
        "path": str(store.path(model)),
    }


def _write_json(fields: dict[str, object]) -> int:
    _write(json.dumps({"schema": 1, **fields}, indent=2) + "\n")
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)


def _show(bar: Bar, progress: Progress) -> None:
    percent = 100 * progress.done // progress.total
    bar.show(progress.step, f"{progress.model}: {_words(progress)} {percent:3} %", percent)


def _words(progress: Progress) -> str:
    sizes = f"{progress.done // _MB} of {progress.total // _MB} MB"
    match progress.step:
        case "waiting":
            return f"another program is downloading it, {sizes}"
        case "checking":
            return "checking"
        case "fetching":
            return f"{sizes} from {progress.source}"
