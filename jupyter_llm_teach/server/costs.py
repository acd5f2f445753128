"""What models cost a learner: a request's bytes in, a message as JSON text out."""

from __future__ import annotations

from jupyter_llm_teach import wire
from jupyter_llm_teach.server.cost_views import sum_view
from jupyter_llm_teach.server.reading import found_at, notebook_in, parsed
from jupyter_llm_teach.tutor.costs import costs as run_costs
from jupyter_llm_teach.tutor.spending import budget_warning
from jupyter_llm_teach.tutor.tutor import Tutor


async def costs(tutor: Tutor, body: bytes) -> str:
    """What models cost in this session and in the notebook, and whether a budget ends soon."""
    where = parsed(wire.Where, body)
    found = await run_costs(tutor, notebook_in(where))
    work = await found_at(tutor, where)
    wording = tutor.wording(where.language)
    return wire.CostsReply(
        session=sum_view(found.session, wording),
        notebook=sum_view(found.notebook, wording),
        warning="" if work is None else await budget_warning(tutor, work),
    ).model_dump_json()
