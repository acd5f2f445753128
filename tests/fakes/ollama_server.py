"""A server on loopback that speaks Ollama's API as its documentation says, without a model.

Source: https://github.com/ollama/ollama/blob/main/docs/api.md, and for what it leaves out
(``truncate``, ``remote_host``, the words of errors) the behaviour of the server's releases: 0.12.5
and before cut a prompt that is too long silently, later ones refuse it when ``truncate`` is false.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.fake_ollama import FakeModel, FakeOllama, Raw

_NAP = 0.004
_NOW = "2026-09-01T09:30:00.277302595Z"
_STORY = ("Once", "upon", "a", "time", "a", "fox", "saw", "the", "moon.")


class _Refused(Exception):  # noqa: N818 - it is an answer
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    ollama: FakeOllama
    protocol_version = "HTTP/1.0"  # a reply ends with its connection

    def do_GET(self) -> None:
        """Answer."""
        self._answer({})

    def do_POST(self) -> None:
        """Answer."""
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's
        """Say nothing."""

    def _answer(self, body: dict[str, Any]) -> None:
        self.ollama.asked.append((self.path, body))
        self.ollama.headers = {name.lower(): value for name, value in self.headers.items()}
        paths = {
            "/api/version": self._version,
            "/api/tags": self._tags,
            "/api/ps": self._ps,
            "/api/show": self._show,
            "/api/pull": self._pull,
            "/api/chat": self._chat,
            "/api/generate": self._generate,
        }
        with suppress(OSError):  # whoever asked has gone
            if self.path in self.ollama.raw:
                self._raw(self.ollama.raw[self.path])
                return
            try:
                paths[self.path](body)
            except _Refused as refused:
                self._json({"error": refused.error}, refused.status)

    def _raw(self, raw: Raw) -> None:
        self.send_response(raw.status)
        for name, value in raw.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for chunk in raw.chunks:
            time.sleep(raw.pause)
            self.wfile.write(chunk)
            self.wfile.flush()
            self.ollama.sent += len(chunk)

    def _json(self, value: object, status: int = 200) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _start(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()

    def _line(self, value: object) -> None:
        self.wfile.write(json.dumps(value).encode() + b"\n")
        self.wfile.flush()

    def _version(self, _: dict[str, Any]) -> None:
        self._json({"version": "0.12.5" if self.ollama.truncates else "0.40.0"})

    def _tags(self, _: dict[str, Any]) -> None:
        listed = [each for each in self.ollama.models.values() if each.listed]
        self._json({"models": [self._entry(each) for each in listed]})

    def _ps(self, _: dict[str, Any]) -> None:
        loaded = [self.ollama.models[name] for name in sorted(self.ollama.loaded)]
        self._json({"models": [{**self._entry(each), "size_vram": 0} for each in loaded]})

    def _entry(self, model: FakeModel) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "name": model.name,
            "model": model.name,
            "modified_at": "2026-09-01T09:30:00.277302595Z",
            "size": model.size,
            "digest": hashlib.sha256(model.name.encode()).hexdigest(),
            "details": _details(),
        }
        if model.remote_host:
            entry |= {"remote_host": model.remote_host, "remote_model": model.name}
        return entry

    def _show(self, body: dict[str, Any]) -> None:
        model = self._known(body)
        shown: dict[str, Any] = {
            "modelfile": f"# Modelfile\nTEMPLATE {model.template}",
            "parameters": model.parameters,
            "template": model.template,
            "license": model.licence,
            "details": _details(),
            "model_info": dict(model.info),
        }
        if self.ollama.tells_capabilities:
            shown["capabilities"] = model.capabilities
        if model.remote_host:
            shown |= {"remote_host": model.remote_host, "remote_model": model.name}
        self._json(shown)

    def _known(self, body: dict[str, Any]) -> FakeModel:
        model = self.ollama.model(body["model"])
        if model is None:
            raise _Refused(404, f"model '{body['model']}' not found")
        return model

    def _pull(self, body: dict[str, Any]) -> None:
        ollama, name = self.ollama, body["model"]
        self._start()
        self._line({"status": "pulling manifest"})
        error = "" if name in ollama.library else "pull model manifest: file does not exist"
        if error or ollama.pull_fails:
            self._line({"error": ollama.pull_fails or error})
            return
        for number, size in enumerate(ollama.library[name]):
            digest = f"sha256:{hashlib.sha256(f'{name}{number}'.encode()).hexdigest()}"
            if not self._layer(digest, size) or ollama.pull_breaks:
                return
        for status in ("verifying sha256 digest", "writing manifest", "success"):
            self._line({"status": status})
        ollama.models[name] = FakeModel(name, size=sum(ollama.library[name]))

    def _layer(self, digest: str, size: int) -> bool:
        ollama = self.ollama
        said = {"status": f"pulling {digest[7:19]}", "digest": digest, "total": size}
        self._line(said)
        for step in range(1, 11):
            done = size * step // 10
            if done <= ollama.pulled.get(digest, 0):
                continue
            if done > ollama.free_bytes:
                error = "write /usr/share/ollama/blobs/sha256-1-partial: no space left on device"
                self._line({"error": error})
                return False
            if step > 5:
                ollama.gate.wait(20)
            self._line({**said, "completed": done})
            ollama.pulled[digest] = done
        return True

    def _chat(self, body: dict[str, Any]) -> None:
        model = self._ready(body)
        prompt = " ".join(each["content"] or "" for each in body["messages"])
        self._reply(model, body, _tokens(prompt), "message")

    def _generate(self, body: dict[str, Any]) -> None:
        model, suffix = self._ready(body), body.get("suffix") or ""
        if suffix and self.ollama.tells_capabilities and "insert" not in model.capabilities:
            raise _Refused(400, f'"{model.name}" does not support insert')
        heard = suffix if model.reads_suffix else ""
        self._reply(model, body, _tokens(f"{body.get('prompt') or ''} {heard}"), "response")

    def _ready(self, body: dict[str, Any]) -> FakeModel:
        if self.ollama.refuses is not None:
            raise _Refused(*self.ollama.refuses)
        model = self._known(body)
        self.ollama.loaded.add(model.name)
        return model

    def _reply(self, model: FakeModel, body: dict[str, Any], prompt: int, key: str) -> None:
        options = body.get("options") or {}
        room = int(options.get("num_ctx", 4096))
        if prompt > room and not self.ollama.truncates and body.get("truncate") is False:
            words = f"request ({prompt} tokens) exceeds the available context size ({room} tokens)"
            error = {"code": 400, "message": words, "type": "exceed_context_size_error"}
            raise _Refused(400, json.dumps({"error": error}))
        prompt = min(prompt, room)
        began = time.monotonic_ns()
        self._start()
        self.ollama.working += 1
        try:
            count, reason = self._words(model, body, key)
        finally:
            self.ollama.working -= 1
        if reason:
            self._last(model, key, (prompt, count, reason, began))

    def _words(self, model: FakeModel, body: dict[str, Any], key: str) -> tuple[int, str]:
        """Write the reply; how many tokens, and why it ended: empty where it broke off."""
        options = body.get("options") or {}
        limit, stops = int(options.get("num_predict", -1)), options.get("stop") or []
        limit = limit if self.ollama.heeds_limits else -1
        told, count = "", 0
        for kind, word in self._spoken(model, body):
            if count == limit:
                return count, "length"
            told, count = told + word, count + 1
            if any(stop in told for stop in stops):
                return count, "stop"
            self._word(model, key, kind, word)
            if count == self.ollama.breaks_after:
                return count, ""
            if count == self.ollama.silent_after:
                time.sleep(3)
            time.sleep(_NAP)
        return count, "stop"

    def _spoken(self, model: FakeModel, body: dict[str, Any]) -> Iterator[tuple[str, str]]:
        wanted = body.get("think") is not False or self.ollama.thinks_always
        if model.thinks and wanted:
            thought = ("Hmm,", " it", " is", " a", " sum.")
            tagged = ("<think>", "\n", *thought, "\n", "</think>", "\n\n")
            field_ = model.thinks == "field"
            yield from (
                ("thinking" if field_ else "", each) for each in (thought, tagged)[not field_]
            )
        prompt = json.dumps(body.get("messages") or body.get("prompt"))
        if body.get("format"):
            sample = _sample(body["format"], model.states)
            words: tuple[str, ...] = tuple(re.findall(r"\s*\S+", sample))
        elif body.get("suffix") and model.reads_suffix:
            words = _middle(body["suffix"])
        else:
            words = _STORY * 1000 if "story" in prompt else model.says
        yield from (("", each if each[:1].isspace() else f" {each}") for each in words)

    def _word(self, model: FakeModel, key: str, kind: str, word: str) -> None:
        chunk: dict[str, Any] = {"model": model.name, "created_at": _NOW, "done": False}
        text, thinking = ("", word) if kind == "thinking" else (word, "")
        if key == "message":
            chunk["message"] = {"role": "assistant", "content": text}
            if thinking:
                chunk["message"]["thinking"] = thinking
        else:
            chunk["response"] = text
            if thinking:
                chunk["thinking"] = thinking
        self._line(chunk)

    def _last(self, model: FakeModel, key: str, cost: tuple[int, int, str, int]) -> None:
        prompt, count, reason, began = cost
        took = time.monotonic_ns() - began
        last: dict[str, Any] = {"model": model.name, "created_at": _NOW, "done": True}
        last |= {"done_reason": reason, "total_duration": took, "load_duration": took // 10}
        last |= {"eval_count": count, "eval_duration": took // 2}
        last |= {"message": {"role": "assistant", "content": ""}} if key == "message" else {}
        last |= {"response": ""} if key == "response" else {}
        if self.ollama.counts_prompts:
            last |= {"prompt_eval_count": prompt, "prompt_eval_duration": took // 4}
        self._line(last)


def _details() -> dict[str, Any]:
    return {
        "parent_model": "",
        "format": "gguf",
        "family": "qwen2",
        "families": ["qwen2"],
        "parameter_size": "1.5B",
        "quantization_level": "Q4_K_M",
    }


def _middle(suffix: str) -> tuple[str, ...]:
    """What belongs before a suffix: a word that it quotes, or else arithmetic."""
    quoted = re.search(r'"(\w+)"', suffix)
    return (quoted[1],) if quoted else ("n", "-", "1")


def _thoughts(model: FakeModel) -> Iterator[tuple[str, str]]:
    thought = ("Hmm,", " it", " is", " a", " sum.")
    if model.thinks == "field":
        return (("thinking", each) for each in thought)
    return (("", each) for each in ("<think>", "\n", *thought, "\n", "</think>", "\n\n"))


def _tokens(text: str) -> int:
    return len(text.split())


def _sample(schema: Mapping[str, Any], text: str) -> str:
    """JSON that follows a schema of an object with texts."""
    return json.dumps(dict.fromkeys(schema["properties"], text))


@contextmanager
def ollama_server(ollama: FakeOllama, port: int = 0) -> Iterator[FakeOllama]:
    """A running server."""
    ollama.gate.set()

    class Handler(_Handler):
        pass

    Handler.ollama = ollama

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # clients that hang up are part of the tests

    server = Server(("127.0.0.1", port), Handler)
    ollama.port = server.server_address[1]
    ollama.url = f"http://127.0.0.1:{ollama.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield ollama
    finally:
        ollama.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
