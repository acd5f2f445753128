"""Teach with language models in JupyterLab."""

from __future__ import annotations


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from jupyter_llm_teach.app import TeachApp  # noqa: PLC0415 - importing the package stays free

    return [{"module": "jupyter_llm_teach", "app": TeachApp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-llm-teach"}]
