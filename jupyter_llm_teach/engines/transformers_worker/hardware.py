"""What this machine has to compute with."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from jupyter_llm_teach.engines.choice import free_memory_mb
from jupyter_llm_teach.engines.transformers_worker.placement import Gpu, Hardware


def hardware() -> Hardware:
    """As PyTorch sees it."""
    torch: Any = importlib.import_module("torch")
    return Hardware(
        free_mb=free_memory_mb(),
        gpus=tuple(_gpu(torch, index) for index in range(torch.cuda.device_count())),
        mps=bool(torch.backends.mps.is_available()),
        bitsandbytes=importlib.util.find_spec("bitsandbytes") is not None,
    )


def _gpu(torch: Any, index: int) -> Gpu:
    free, _ = torch.cuda.mem_get_info(index)
    # From compute capability 8 on; older ones only imitate it.
    bfloat16 = torch.cuda.get_device_capability(index)[0] >= 8  # noqa: PLR2004
    return Gpu(index, int(free) >> 20, bfloat16)
