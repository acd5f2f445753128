import type { NotebookPanel } from '@jupyterlab/notebook';
import type { CellIn, NbgraderIn, TeachIn, Where } from './wire.gen';

/** A notebook as it stands, and the cell that is meant; the language is the caller's to add. */
export type Spot = Omit<Where, 'language'>;

// What the server takes; more than that is nobody's mark.
const MOST_TAGS = 100;
const LONGEST_NAME = 200;

interface CellLike {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string;
  getMetadata(key: string): unknown;
}

/** The notebook as it stands in the browser, with its active cell; null while it is loading. */
export function spotIn(panel: NotebookPanel): Spot | null {
  const model = panel.content.model;
  const active = panel.content.activeCell;
  if (!model || !active) {
    return null;
  }
  return {
    path: panel.context.path,
    kernel_language: languageOf(model),
    cells: model.sharedModel.cells.map(cellIn),
    cell_id: active.model.id,
  };
}

/** The text of some cells of a notebook, to tell whether it has changed. */
export function sourceOf(spot: Spot, ids: readonly string[]): string {
  return spot.cells
    .filter(cell => ids.includes(cell.id))
    .map(cell => cell.source)
    .join('\n');
}

/** Put the cursor into a cell. */
export async function goToCell(
  panel: NotebookPanel,
  cellId: string,
): Promise<void> {
  const cells = panel.content.widgets;
  await goTo(
    panel,
    cells.findIndex(cell => cell.model.id === cellId),
  );
}

/** Put the cursor into a cell, at a line of it, counted from 1. */
export async function goToLine(
  panel: NotebookPanel,
  cellId: string,
  line: number,
): Promise<void> {
  const cells = panel.content.widgets;
  const index = cells.findIndex(cell => cell.model.id === cellId);
  await goTo(panel, index);
  cells[index]?.editor?.setCursorPosition({ line: line - 1, column: 0 });
  cells[index]?.editor?.focus();
}

async function goTo(panel: NotebookPanel, index: number): Promise<void> {
  if (index < 0) {
    return;
  }
  panel.content.activeCellIndex = index;
  await panel.content.scrollToItem(index, 'center');
}

function cellIn(cell: CellLike): CellIn {
  const kind =
    cell.cell_type === 'code' || cell.cell_type === 'markdown'
      ? cell.cell_type
      : 'raw';
  return {
    id: cell.id,
    kind,
    source: cell.source,
    nbgrader: markOf(cell.getMetadata('nbgrader')),
    tags: tagsOf(cell.getMetadata('tags')),
    teach: teachOf(cell.getMetadata('teach')),
  };
}

function tagsOf(metadata: unknown): string[] {
  const tags: unknown[] = Array.isArray(metadata) ? metadata : [];
  return tags.filter(isName).slice(0, MOST_TAGS);
}

function teachOf(metadata: unknown): TeachIn | null {
  if (typeof metadata !== 'object' || metadata === null) {
    return null;
  }
  const { id, title, points, hidden } = metadata as Record<string, unknown>;
  return {
    id: isName(id) ? id : '',
    title: isName(title) ? title : '',
    points: typeof points === 'number' ? points : null,
    hidden: hidden === true,
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME;
}

function markOf(metadata: unknown): NbgraderIn | null {
  if (typeof metadata !== 'object' || metadata === null) {
    return null;
  }
  const { grade_id, grade, solution, locked, task, points } =
    metadata as Record<string, unknown>;
  return {
    grade_id: typeof grade_id === 'string' ? grade_id : '',
    grade: grade === true,
    solution: solution === true,
    locked: locked === true,
    task: task === true,
    points: typeof points === 'number' ? points : null,
  };
}

function languageOf(model: { getMetadata(key: string): unknown }): string {
  const info = model.getMetadata('language_info') as { name?: unknown } | null;
  const spec = model.getMetadata('kernelspec') as { language?: unknown } | null;
  const name = info?.name ?? spec?.language;
  return typeof name === 'string' ? name : '';
}
