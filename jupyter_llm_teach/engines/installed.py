"""Whether the program that runs models can be loaded on this machine, without loading it."""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from collections.abc import Sequence
from typing import Final

from jupyter_llm_teach.errors import EngineUnavailableError

# What llama.cpp's build links to and a small Linux may lack, and the package that brings it.
_LIBRARIES: Final = (("libgomp.so.1", "libgomp1"), ("libstdc++.so.6", "libstdc++6"))


def missing(
    module: str = "xllamacpp", libraries: Sequence[tuple[str, str]] = _LIBRARIES
) -> EngineUnavailableError | None:
    """What hinders the embedded engine, and what to do; None where nothing does.

    Args:
        module: The Python package that holds llama.cpp.
        libraries: Libraries of the system that it needs on Linux, and their Debian packages.
    """
    if importlib.util.find_spec(module) is None:
        return EngineUnavailableError(
            f"The program that runs models ({module}) is not installed.",
            f"Install it with `pip install {module}`, then restart JupyterLab.",
        )
    for name, package in libraries if sys.platform == "linux" else ():
        if not _loads(name):
            return EngineUnavailableError(
                f"The program that runs models needs the system's library {name}, which is not "
                "installed.",
                f"Install it, for example with `sudo apt-get install {package}`, and ask again.",
            )
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
