"""Runs one model for one server: ``python -m`` this package, with a socket as standard input.

The socket's other end belongs to the server alone. When the server dies, however it dies, the
system closes that end, and this process ends at once.
"""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Final, NoReturn

from jupyter_llm_teach.engines.frames import FrameError, Unpacker, packed
from jupyter_llm_teach.engines.transformers_order import (
    Ask,
    Cancel,
    Ended,
    Loaded,
    NotLoaded,
    Order,
    Refused,
    Said,
    Told,
    message_of,
    told_in,
)
from jupyter_llm_teach.engines.transformers_worker.answer import Answering
from jupyter_llm_teach.engines.transformers_worker.model import LoadError, Model, load
from jupyter_llm_teach.engines.transformers_worker.prompt import AskError
from jupyter_llm_teach.engines.transformers_worker.template import TemplateError, rendered

_BLOCK: Final = 1 << 16
_MEMORY: Final = ("MemoryError", "OutOfMemoryError")  # Python's own, and PyTorch's
_FIRST_TO_GO: Final = "500"  # where memory ends, the system ends this process and not the server


class Service:
    """Speaks with the server: one thread listens, the main thread computes.

    Args:
        line: The socket.
    """

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._orders: queue.Queue[Order] = queue.Queue()
        self._asked: queue.Queue[Ask] = queue.Queue()
        self._waiting: set[int] = set()  # asked and not begun
        self._cancelled: set[int] = set()
        self._turns = threading.Lock()  # of the two sets
        self._talking = threading.Lock()

    def run(self) -> None:
        """Load the model and answer, until nobody has asked for a while."""
        threading.Thread(target=self._listen, daemon=True).start()
        order = self._orders.get()
        try:
            model = load(order)
            _try_template(model)
        except LoadError as error:
            self._tell(error.told)
            return
        answering = Answering(model)
        self._tell(_loaded(model))
        while (ask := self._next(order.idle_seconds)) is not None:
            self._answer(answering, ask)

    def _next(self, seconds: float) -> Ask | None:
        try:
            return self._asked.get(timeout=seconds)
        except queue.Empty:
            return None

    def _answer(self, answering: Answering, ask: Ask) -> None:
        with self._turns:
            if ask.id not in self._waiting:
                return  # cancelled while it waited, and told so
            self._waiting.remove(ask.id)
        try:
            self._tell(
                answering.answer(
                    ask,
                    lambda text: self._tell(Said(ask.id, text)),
                    lambda: ask.id in self._cancelled,
                )
            )
        except AskError as error:
            self._tell(Refused(ask.id, error.trouble))
        except Exception as error:  # noqa: BLE001 - the border to other people's models
            # Where, and not what: messages may hold parts of the question.
            places = "".join(traceback.format_tb(error.__traceback__))
            sys.stderr.write(f"{type(error).__name__}\n{places}")
            lacks_memory = type(error).__name__ in _MEMORY
            self._tell(Refused(ask.id, "memory" if lacks_memory else "failed"))
        finally:
            self._cancelled.discard(ask.id)

    def _listen(self) -> NoReturn:
        """Take what the server says; end with it."""
        unpacker = Unpacker()
        with contextlib.suppress(OSError, FrameError):
            while data := self._line.recv(_BLOCK):
                for message in unpacker.feed(data):
                    self._take(told_in(message))
        # Not sys.exit: whatever is computed now, nobody waits for it.
        os._exit(0)

    def _take(self, told: Told | None) -> None:
        match told:
            case Order():
                self._orders.put(told)
            case Ask():
                self._waiting.add(told.id)
                self._asked.put(told)
            case Cancel(id=number):
                self._cancel(number)
            case _:
                raise FrameError

    def _cancel(self, number: int) -> None:
        with self._turns:
            if number not in self._waiting:
                self._cancelled.add(number)
                return
            self._waiting.remove(number)
        self._tell(Ended(number, "cancelled"))

    def _tell(self, told: Told) -> None:
        with self._talking:
            self._line.sendall(packed(message_of(told)))


def _loaded(model: Model) -> Loaded:
    return Loaded(
        model.placement.device,
        "int4" if model.placement.four_bit else model.placement.dtype,
        bool(model.markers),
        model.needed_mb,
    )


def _try_template(model: Model) -> None:
    """See now, and not at the first question, that a chat template is no trap."""
    if not model.tokenizer.chat_template:
        return
    try:
        rendered([("system", "Be brief."), ("user", "Hello.")], model.tokenizer)
    except TemplateError as error:
        raise LoadError(NotLoaded("template")) from error


def main() -> None:
    """Take the socket, leave standard input and output to libraries, and serve."""
    os.umask(0o077)
    line = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    Service(line).run()
    line.close()
    os._exit(0)  # nothing of PyTorch's is worth waiting for


if __name__ == "__main__":
    main()
