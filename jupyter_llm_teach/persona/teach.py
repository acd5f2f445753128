"""The persona that Jupyter AI finds by its entry point.

It needs Jupyter AI 3 (the extra ``jupyter-ai``) and is imported by it alone. The tutor is the one
that this server's extension made: same courses, policy, guard and journal as in the panel.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_ai_persona_manager import BasePersona, PersonaDefaults
from jupyter_server.serverapp import ServerApp

from jupyter_llm_teach.app import TeachApp
from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.persona.place import Attached, Said, Unclear, place_of
from jupyter_llm_teach.persona.reply import reply_to, without_html
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.tutor.tutor import Tutor

if TYPE_CHECKING:
    from jupyterlab_chat.models import Message

_AVATAR = Path(__file__).with_name("teach.svg")


class TeachPersona(BasePersona):  # type: ignore[misc]  # Jupyter AI is no part of our environment
    """“Teach” in the picker of a chat."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answering: asyncio.Future[str] | None = None
        self._language: Language = "en"

    @property
    def defaults(self) -> PersonaDefaults:
        """How Teach is called and looks; it has no prompt that a chat could change."""
        return PersonaDefaults(
            name="Teach",
            description="Helps with the exercise at hand, within the limits of your instructor.",
            avatar_path=str(_AVATAR),
            system_prompt="",
        )

    async def process_message(self, message: Message) -> None:
        """Answer a message of the chat."""
        answering = asyncio.ensure_future(self._answer(message))
        self._answering = answering
        try:
            await asyncio.wait({answering})
        finally:
            answering.cancel()
            self._answering = None
            self.clear_status()
        if answering.cancelled():
            self.send_message(load_wording(self._language).say("persona.stopped"))
        else:
            self.send_message(answering.result())

    async def cancel_response(self) -> None:
        """Stop the answer that is under way; nothing is recorded of it."""
        if self._answering is not None:
            self._answering.cancel()

    async def handle_uncaught_exception(self, exc: Exception) -> None:  # noqa: ARG002 - Jupyter AI's
        """Tell in one sentence that something went wrong; the log says what."""
        self.send_message(load_wording(self._language).say("persona.failed"))

    async def _answer(self, message: Message) -> str:
        app = _teach_app()
        if app is None:
            return load_wording(self._language).say("persona.not_on")
        try:
            tutor = await app.open_tutor()
            self._language = await asyncio.to_thread(_language_of, tutor)
            wording = load_wording(self._language)
            said, root = self._said(message), _root()
            found = await asyncio.to_thread(place_of, tutor, said, root, wording)
            if isinstance(found, Unclear):
                return found.reply
            return await reply_to(tutor, found, self._client(message), self.set_status)
        except TeachError as error:
            return without_html(str(error))

    def _said(self, message: Message) -> Said:
        known = self.chat.get_attachments() if message.attachments else {}
        attached = [known[each] for each in message.attachments or () if each in known]
        return Said(message.body, tuple(map(_attached, attached)))

    def _client(self, message: Message) -> str:
        """An id of this very message, the same however often it arrives."""
        return hashlib.sha256(f"{self.chat.get_id()} {message.id}".encode()).hexdigest()


def _language_of(tutor: Tutor) -> Language:
    """That of the first course that names one: a chat does not tell the learner's own."""
    named = (course.policy.language for course in tutor.courses.all())
    return next((each for each in named if each is not None), "en")


def _attached(attachment: object) -> Attached:
    cells = getattr(attachment, "cells", None) or ()
    return Attached(str(getattr(attachment, "value", "")), tuple(each.id for each in cells))


def _root() -> Path:
    return Path(ServerApp.instance().root_dir)


def _teach_app() -> TeachApp | None:
    """The extension of this very server; None where it is switched off."""
    if not ServerApp.initialized():
        return None
    apps = ServerApp.instance().extension_manager.extension_apps.get(TeachApp.name, set())
    return next(iter(apps), None)
