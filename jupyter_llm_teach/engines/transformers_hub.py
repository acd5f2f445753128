"""Models of HuggingFace's Hub that are on this machine already; nothing is fetched here."""

from __future__ import annotations

from pathlib import Path

from jupyter_llm_teach.engines.transformers_options import HubModel
from jupyter_llm_teach.errors import ModelMissingError


def located(model: HubModel, *, offline: bool) -> Path:
    """The folder of a model in the cache that all programs of HuggingFace's share.

    Args:
        model: Which one.
        offline: Whether it may not be fetched; so is it where the environment says so.

    Raises:
        ModelMissingError: it is not in there.
    """
    import huggingface_hub  # noqa: PLC0415 - heavy
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        found = huggingface_hub.snapshot_download(
            model.repository, revision=model.revision or None, local_files_only=True
        )
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        offline = offline or huggingface_hub.constants.is_offline_mode()
        raise _missing(model, offline=offline) from error
    return Path(found)


def _missing(model: HubModel, *, offline: bool) -> ModelMissingError:
    lacking = f"The model {model.repository} is not on this machine yet"
    if offline:
        return ModelMissingError(
            f"{lacking}, and this machine is set to work without the Hub of HuggingFace.",
            f"Let the administrator run `hf download {model.repository}` while it may use the Hub.",
        )
    return ModelMissingError(f"{lacking}.", f"Run `hf download {model.repository}`.")
