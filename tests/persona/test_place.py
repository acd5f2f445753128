from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.errors import NoExercisesError, NotebookUnreadableError
from jupyter_llm_teach.persona.place import Attached, Found, Said, Unclear, place_of
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.tutor.recent import Place
from jupyter_llm_teach.tutor.tutor import Tutor

pytestmark = pytest.mark.anyio
EN = load_wording("en")
LISTS = "02-strings-and-lists.ipynb"


def found(tutor: Tutor, said: Said, root: Path) -> Found:
    place = place_of(tutor, said, root, EN)
    assert isinstance(place, Found)
    return place


def been_at(tutor: Tutor, root: Path, exercise: str) -> None:
    notebook = replace(read_notebook(root / LISTS), path=LISTS)
    tutor.recent.at("local", Place(notebook, exercise, "en"))


async def test_an_exercise_is_named_first_or_anywhere_in_the_message(
    tutor: Tutor, root: Path
) -> None:
    attached = (Attached(LISTS),)

    first = found(tutor, Said("@Teach running_mean: why?", attached), root)
    inside = found(tutor, Said("Why does `running_mean` stop?", attached), root)

    assert (first.work.exercise.id, first.question) == ("running_mean", "why?")
    assert (inside.work.exercise.id, inside.question) == (
        "running_mean",
        "Why does `running_mean` stop?",
    )


async def test_a_cell_that_is_attached_says_which_exercise(tutor: Tutor, root: Path) -> None:
    notebook = read_notebook(root / LISTS)
    cell = next(each.id for each in notebook.cells if "def running_mean" in each.source)

    place = found(tutor, Said("why?", (Attached(LISTS, (cell,)),)), root)

    assert place.work.exercise.id == "running_mean"


async def test_a_file_can_be_named_in_the_message(tutor: Tutor, root: Path) -> None:
    place = found(tutor, Said(f"running_mean in {LISTS} fails, why?"), root)

    assert place.work.local.id == "running_mean"


async def test_a_drive_before_a_path_is_left_away(tutor: Tutor, root: Path) -> None:
    said = Said("running_mean why?", (Attached(f"RTC:{LISTS}"),))

    assert found(tutor, said, root).work.exercise.id == "running_mean"


async def test_else_it_is_what_the_learner_last_worked_on(tutor: Tutor, root: Path) -> None:
    been_at(tutor, root, "running_mean")

    assert found(tutor, Said("why?"), root).work.exercise.id == "running_mean"


async def test_the_panels_unsaved_cells_count_for_the_notebook_that_it_shows(
    tutor: Tutor, root: Path
) -> None:
    notebook = replace(read_notebook(root / LISTS), path=LISTS)
    cells = tuple(
        replace(each, source="unsaved = 1") if "def running_mean" in each.source else each
        for each in notebook.cells
    )
    tutor.recent.at("local", Place(replace(notebook, cells=cells), "running_mean", "en"))

    place = found(tutor, Said("running_mean why?", (Attached(LISTS),)), root)

    assert place.work.answer.code == "unsaved = 1"


async def test_where_several_are_possible_the_learner_is_asked_which(
    tutor: Tutor, root: Path
) -> None:
    place = place_of(tutor, Said("why?", (Attached(LISTS),)), root, EN)

    assert isinstance(place, Unclear)
    assert "`running_mean`" in place.reply


async def test_without_any_notebook_the_learner_is_told_how_to_name_one(
    tutor: Tutor, root: Path
) -> None:
    place = place_of(tutor, Said("why?"), root, EN)

    assert isinstance(place, Unclear)
    assert "Attach your notebook" in place.reply


@pytest.mark.parametrize("path", ["missing.ipynb", "../secret.ipynb", "/etc/secret.ipynb", ""])
async def test_no_file_outside_of_the_servers_folder_is_read(
    tutor: Tutor, root: Path, path: str
) -> None:
    (root.parent / "secret.ipynb").write_text((root / LISTS).read_text("utf-8"), "utf-8")

    with pytest.raises(NotebookUnreadableError, match="Attach the notebook"):
        place_of(tutor, Said("running_mean why?", (Attached(path),)), root, EN)


async def test_a_notebook_without_exercises_says_so(tutor: Tutor, root: Path) -> None:
    (root / "empty.ipynb").write_text('{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}')

    with pytest.raises(NoExercisesError):
        place_of(tutor, Said("why?", (Attached("empty.ipynb"),)), root, EN)


async def test_of_many_learners_the_last_ones_are_remembered(tutor: Tutor, root: Path) -> None:
    place = Place(read_notebook(root / LISTS), "running_mean", "en")
    for number in range(300):
        tutor.recent.at(str(number), place)

    assert tutor.recent.of("0") is None
    assert tutor.recent.of("299") is place
