"""Every message to and from the browser; the TypeScript types are generated from here.

All addresses are below ``<base_url>/llm-teach/``:

| method and path      | request          | reply                                    |
|----------------------|------------------|------------------------------------------|
| ``GET status``       |                  | `Status`                                 |
| ``POST exercise``    | `Where`          | `ExerciseReply`                          |
| ``POST check``       | `Where`          | server-sent events, each a `CheckEvent`  |
| ``POST hint``        | `HintRequest`    | server-sent events, each a `HintEvent`   |
| ``POST feedback``    | `FeedbackRequest`| 204                                      |
| ``POST complete``    | `CompleteRequest`| `CompleteReply`                          |
| ``POST reflect``     | `ReflectRequest` | `ReflectReply`                           |
| ``POST note``        | `NoteRequest`    | `NoteReply`                              |
| ``POST ask``         | `AskRequest`     | server-sent events, each an `AskEvent`   |
| ``POST conversation``| `Where`          | `ConversationReply`                      |
| ``POST costs``       | `Where`          | `CostsReply`                             |
| ``GET card``         |                  | `CardReply`                              |
| ``POST measure``     |                  | `CardReply`                              |

A request that fails before its stream starts is answered by its HTTP status and a `Failure`.
Server-sent events carry one JSON object each in ``data:``; its ``event`` names the kind.
"""

from __future__ import annotations

from jupyter_llm_teach.wire.asked import (
    CellIn,
    CompleteRequest,
    FeedbackRequest,
    HintRequest,
    NbgraderIn,
    NoteRequest,
    ReflectRequest,
    TeachIn,
    Where,
)
from jupyter_llm_teach.wire.card import (
    CardReply,
    CardView,
    QuantisationView,
    SourceView,
    SpeedView,
)
from jupyter_llm_teach.wire.cost import (
    CarbonView,
    CostsReply,
    EnergyView,
    SumView,
    UsageView,
)
from jupyter_llm_teach.wire.message import (
    LanguageName,
    RungName,
    StateName,
)
from jupyter_llm_teach.wire.question import (
    AskEvent,
    AskRequest,
    ConversationReply,
    QuestionAnswered,
    QuestionsClosed,
    QuestionWithheld,
    TurnView,
)
from jupyter_llm_teach.wire.shown import (
    CaseView,
    Checked,
    CheckEvent,
    CompleteReply,
    ErrorView,
    ExerciseReply,
    ExerciseView,
    FactCard,
    FactsEvent,
    Failure,
    HintEvent,
    HintShown,
    ModelBadge,
    PieceEvent,
    ProgressEvent,
    ShownHint,
    Status,
    TestView,
    Withheld,
)
from jupyter_llm_teach.wire.standing import (
    CostView,
    NoteReply,
    OfferView,
    ReflectReply,
    RungView,
    StandingView,
)

__all__ = [
    "AskEvent",
    "AskRequest",
    "CarbonView",
    "CardReply",
    "CardView",
    "CaseView",
    "CellIn",
    "CheckEvent",
    "Checked",
    "CompleteReply",
    "CompleteRequest",
    "ConversationReply",
    "CostView",
    "CostsReply",
    "EnergyView",
    "ErrorView",
    "ExerciseReply",
    "ExerciseView",
    "FactCard",
    "FactsEvent",
    "Failure",
    "FeedbackRequest",
    "HintEvent",
    "HintRequest",
    "HintShown",
    "LanguageName",
    "ModelBadge",
    "NbgraderIn",
    "NoteReply",
    "NoteRequest",
    "OfferView",
    "PieceEvent",
    "ProgressEvent",
    "QuantisationView",
    "QuestionAnswered",
    "QuestionWithheld",
    "QuestionsClosed",
    "ReflectReply",
    "ReflectRequest",
    "RungName",
    "RungView",
    "ShownHint",
    "SourceView",
    "SpeedView",
    "StandingView",
    "StateName",
    "Status",
    "SumView",
    "TeachIn",
    "TestView",
    "TurnView",
    "UsageView",
    "Where",
    "Withheld",
]
