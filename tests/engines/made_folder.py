"""Turns a GGUF file into a folder of HuggingFace's form: ``python -m`` this, the file, the folder.

The weights are rounded to half their size once more; a test needs no better ones.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any


def make(file: Path, folder: Path) -> None:
    """Write the folder; it is there only when it is whole."""
    torch: Any = importlib.import_module("torch")
    transformers: Any = importlib.import_module("transformers")
    draft = folder.with_name(f"{folder.name}.draft")
    read = {"gguf_file": file.name, "local_files_only": True}
    tokenizer = transformers.AutoTokenizer.from_pretrained(file.parent, **read)
    network = transformers.AutoModelForCausalLM.from_pretrained(
        file.parent,
        dtype=torch.bfloat16,
        quantization_config=transformers.GgufConfig(dequantize=True),
        **read,
    )
    network.save_pretrained(draft)
    tokenizer.save_pretrained(draft)
    (draft / "README.md").write_text("---\nlicense: apache-2.0\n---\n", encoding="utf-8")
    draft.rename(folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
