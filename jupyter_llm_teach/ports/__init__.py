"""What the tutor needs of the world. Every adapter of a port passes that port's contract suite."""

from __future__ import annotations

from jupyter_llm_teach.ports.clock import Clock
from jupyter_llm_teach.ports.courses import Course, Courses
from jupyter_llm_teach.ports.engine import (
    Engine,
    EngineState,
    FillIn,
    Generation,
    Message,
    Piece,
    Purpose,
    Usage,
)
from jupyter_llm_teach.ports.gauge import Gauge
from jupyter_llm_teach.ports.journal import RESERVED_SECONDS, Feedback, Journal
from jupyter_llm_teach.ports.key import NOBODY, Key
from jupyter_llm_teach.ports.ledger import Asked, Ledger, Meter, Reading
from jupyter_llm_teach.ports.routing import Engines, Offered, Queued, Route
from jupyter_llm_teach.ports.sandbox import Sandbox

__all__ = [
    "NOBODY",
    "RESERVED_SECONDS",
    "Asked",
    "Clock",
    "Course",
    "Courses",
    "Engine",
    "EngineState",
    "Engines",
    "Feedback",
    "FillIn",
    "Gauge",
    "Generation",
    "Journal",
    "Key",
    "Ledger",
    "Message",
    "Meter",
    "Offered",
    "Piece",
    "Purpose",
    "Queued",
    "Reading",
    "Route",
    "Sandbox",
    "Usage",
]
