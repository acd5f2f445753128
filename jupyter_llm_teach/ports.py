"""What the tutor needs of the world. Every adapter of a port passes that port's contract suite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.history import Attempt, History, Note, Reflection
from jupyter_llm_teach.teaching.layers.layer import Layer, Target
from jupyter_llm_teach.teaching.layers.resolve import Resolved, resolve
from jupyter_llm_teach.teaching.model_card import ModelCard
from jupyter_llm_teach.teaching.named_files import NamedFiles
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.request import Begun, Delivered, Refusal, Request, Used
from jupyter_llm_teach.teaching.run import Job, Outcome

Purpose = Literal["completion", "phrasing", "chat", "embeddings"]
"""What a model is used for; each purpose may have engines of its own."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a prompt."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Generation:
    """A request for text.

    Attributes:
        messages: The prompt.
        schema: JSON schema, as JSON text, that the reply must follow; None for free text.
        max_tokens: The longest reply.
        temperature: 0 for the most likely reply.
        stop: Strings that end the reply.
        seed: For replies that can be repeated.
        purpose: What the text is for.
    """

    messages: tuple[Message, ...]
    schema: str | None = None
    max_tokens: int = 256
    temperature: float = 0.2
    stop: tuple[str, ...] = ()
    seed: int = 0
    purpose: Purpose = "phrasing"


@dataclass(frozen=True, slots=True)
class FillIn:
    """A request for the code between two texts (fill-in-the-middle)."""

    prefix: str
    suffix: str
    max_tokens: int = 32
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply, as it comes."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply cost; always the last thing of a stream.

    Attributes:
        prompt_tokens: Tokens of the prompt, cached ones included.
        cached_tokens: Those of them that the engine did not have to read again.
        output_tokens: Tokens of the reply, those that the model only thought included.
        seconds: Wall time from request to end.
        ended: ``stop`` (by itself or by a stop string) or ``length``.
        prefill_seconds: Of them, until the prompt was read; None where the engine does not say.
        thinking_tokens: Tokens of the reply that the model thought and that nobody sees.
    """

    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    seconds: float
    ended: Literal["stop", "length"]
    prefill_seconds: float | None = None
    thinking_tokens: int = 0


@dataclass(frozen=True, slots=True)
class EngineState:
    """How an engine stands.

    Attributes:
        status: ``ready`` (answers at once), ``idle`` (starts at first need), ``starting``,
            ``missing_model`` or ``unavailable``.
        message: A sentence for people; empty when ready or idle.
        todo: What the person can do; may be empty.
    """

    status: Literal["ready", "idle", "starting", "missing_model", "unavailable"]
    message: str = ""
    todo: str = ""


class Engine(Protocol):
    """Generates text. Closing a stream (``aclose``) or cancelling its task stops the engine's work.

    Streams raise `EngineUnavailableError`, `EngineBusyError`, `EngineGoneError`,
    `PromptTooLongError`, `ModelMissingError`, `ModelCorruptError` or `DeadlineError`.
    """

    def card(self) -> ModelCard:
        """The model that answers."""
        ...

    async def state(self) -> EngineState:
        """How it stands, without starting anything."""
        ...

    def generate(self, request: Generation, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream a reply within `deadline` seconds, the start of the engine included."""
        ...

    def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        ...

    async def aclose(self) -> None:
        """Let go of the engine; an embedded one ends when nobody uses it."""
        ...


class Sandbox(Protocol):
    """Runs learners' programs where they can harm and read nothing."""

    @property
    def name(self) -> str:
        """Such as ``bubblewrap``, ``landlock`` or ``none``."""
        ...

    async def run(self, job: Job) -> Outcome:
        """Run a job within its limits.

        Raises:
            SandboxUnavailableError: nothing on this machine can contain a program.
        """
        ...

    async def aclose(self) -> None:
        """End waiting workers."""
        ...


@dataclass(frozen=True, slots=True)
class Key:
    """One learner's work on one exercise; `course` is empty where a notebook stands alone."""

    learner: str
    course: str
    exercise: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a learner thought of a hint."""

    hint: str
    helpful: bool
    at: datetime


RESERVED_SECONDS = 300.0
"""How long a request may be under way; the waits on the way to its answer end before that."""


class Journal(Protocol):
    """Append-only record of what happened. Raises `JournalError` or `DiskFullError`.

    A request for help is reserved before anything is spent on it, and ends with what was shown,
    a refusal, or nothing. Only what was shown is in the history, costs anything and stays for
    good; who asks again with the same client id after a refusal or a failure is heard afresh.
    """

    async def begin(self, key: Key, request: Request) -> Begun:
        """Reserve a request, so that one at a time is answered for a key and a door.

        `Reserved`: it is ours to answer. `Repeated`: this client id was answered before. `Busy`:
        one is being answered, this very one perhaps, here or in another process. A reservation
        whose process has died, or that is older than `RESERVED_SECONDS`, is given up by itself.
        """
        ...

    async def finish(self, request: str, delivered: Delivered) -> Delivered:
        """Record what is shown for a reserved request; gives what stands.

        That is another text where the same request was answered in the meantime: show that one.
        """
        ...

    async def refuse(self, request: str, refusal: Refusal) -> None:
        """End a reserved request because help is withheld; nothing is charged."""
        ...

    async def cancel(self, request: str, at: datetime) -> None:
        """Give a reserved request back unanswered; nothing is charged. Harmless once it ended."""
        ...

    async def add_completion(self, key: Key, delivered: Delivered) -> None:
        """Record what was completed for a learner; it costs no points and needs no turn."""
        ...

    async def add_attempt(self, key: Key, attempt: Attempt) -> None:
        """Record a checked answer; the same answer checked again right after is recorded once."""
        ...

    async def add_feedback(self, key: Key, feedback: Feedback) -> None:
        """Record feedback on a hint."""
        ...

    async def add_reflection(self, key: Key, reflection: Reflection) -> None:
        """Record what a learner wrote of the own work; the same again right after only once."""
        ...

    async def add_note(self, key: Key, note: Note) -> None:
        """Record what a learner sent to the instructor; the same again right after only once."""
        ...

    async def add_opened(self, key: Key, at: datetime) -> None:
        """Record that the exercise was first seen; later calls change nothing."""
        ...

    async def add_policy(self, key: Key, policy: str, at: datetime) -> None:
        """Record the rules in force, as text, where they differ from those recorded last."""
        ...

    async def history(self, key: Key, without: str = "") -> History:
        """What the learner did on the exercise, oldest first.

        Args:
            key: The learner and the exercise.
            without: The id of a request that is not counted among those asked: the one at hand.
        """
        ...

    async def spent(self, learner: str, since: datetime) -> Used:
        """What models cost for a learner from a moment on, over all exercises."""
        ...

    async def aclose(self) -> None:
        """Close the store."""
        ...


@dataclass(frozen=True, slots=True)
class Course:
    """A course and where it stands.

    Attributes:
        id: From `teach.toml`, else the folder's name.
        title: For people.
        folder: Absolute.
        policy: The rules for all of it; what holds where no layer says anything.
        layers: Where its rules come from, the site's first.
        accepted_answers: The folder inside the course with learners' notebooks whose passing
            answers may be compared with; empty where the instructor did not allow it.
    """

    id: str
    title: str
    folder: Path
    policy: Policy
    layers: tuple[Layer, ...] = ()
    accepted_answers: str = ""

    def policy_of(self, exercise: str, learner: str = "") -> Policy:
        """The rules in force for the exercise of an id, and for a learner."""
        return self.rules(Target(exercise, learner=learner)).policy

    def rules(self, target: Target, more: Sequence[Layer] = ()) -> Resolved:
        """The rules in force, and where each of them comes from.

        Args:
            target: For whom and what.
            more: Layers that its notebooks hold.
        """
        layers = [each for each in (*more, *self.layers) if each.applies(target)]
        return resolve(layers) if self.layers else resolve(layers, self.policy)


class Courses(Protocol):
    """The instructor's courses, read again when a file changes. Never writes into them."""

    def all(self) -> Sequence[Course]:
        """The configured courses.

        Raises:
            CourseUnreadableError: a `teach.toml` is wrong; the message names file and line.
        """
        ...

    def read(self, notebook: Notebook) -> tuple[Exercise, ...]:
        """The exercises of a notebook, in whatever dialect it marks them; empty where none.

        Raises:
            DuplicateExerciseError: two of them share an id.
        """
        ...

    def find(self, exercise: str, notebook: str) -> tuple[Course, Exercise] | None:
        """The instructor's version of an exercise, hidden tests and references included.

        Args:
            exercise: Its id.
            notebook: Path of the student's notebook, to choose between notebooks that share an id;
                its last name alone will do where they have different ones.

        Raises:
            CourseUnreadableError: the course can't be read.
            DuplicateExerciseError: the id stands twice in the course that holds it, and the path
                does not tell which is meant.
        """
        ...

    def rules(self, exercise: str, notebook: str, learner: str) -> Resolved:
        """The rules in force for a learner, and where each of them comes from.

        Args:
            exercise: The id; empty for what holds outside of exercises.
            notebook: Path of the student's notebook, as `find` has it; where no course knows it,
                the site's rules are all that there is.
            learner: Who works on it.

        Raises:
            CourseUnreadableError: a rule is wrong; the message names file and line.
            DuplicateExerciseError: as `find` has it.
        """
        ...

    def files(
        self, course: Course | None, notebook: str, named: NamedFiles
    ) -> tuple[DataFile, ...]:
        """The files beside a notebook that its programs name, as far as learners may have them.

        Args:
            course: The course that holds the exercise; None where the notebook stands alone.
            notebook: The instructor's notebook, relative to the course; else the learner's own.
            named: What the programs name.
        """
        ...

    def answers(self, exercise: str, notebook: str) -> tuple[Answer, ...]:
        """What other learners wrote for an exercise, where the instructor allowed to use it.

        Programs alone, nothing of who wrote them; whether they pass is not known yet. Takes and
        raises what `find` does.
        """
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Now, in UTC, with its time zone."""
        ...
