import type { NotebookPanel } from '@jupyterlab/notebook';
import { isAnswerCell, sourceOf, spotIn } from '../src/notebook';

function cell(id: string, cell_type: string, nbgrader?: unknown) {
  const getMetadata = (key: string) =>
    key === 'nbgrader' ? nbgrader : undefined;
  return { id, cell_type, source: `# ${id}`, getMetadata };
}

function panelOf(
  cells: ReturnType<typeof cell>[],
  metadata: Record<string, unknown>,
): NotebookPanel {
  return {
    context: { path: 'course/x.ipynb' },
    content: {
      activeCell: { model: { id: cells[0]?.id } },
      model: {
        sharedModel: { cells },
        getMetadata: (key: string) => metadata[key],
      },
    },
  } as unknown as NotebookPanel;
}

const MARK = {
  grade_id: 'mean',
  grade: false,
  solution: true,
  locked: false,
  task: false,
  schema_version: 3,
  cell_type: 'code',
};

test('a notebook is read with its path, language, cells and cursor', () => {
  const panel = panelOf([cell('a', 'code'), cell('b', 'markdown')], {
    language_info: { name: 'python' },
  });
  expect(spotIn(panel)).toEqual({
    path: 'course/x.ipynb',
    kernel_language: 'python',
    cell_id: 'a',
    cells: [
      { id: 'a', kind: 'code', source: '# a', nbgrader: null },
      { id: 'b', kind: 'markdown', source: '# b', nbgrader: null },
    ],
  });
});

test('of nbgrader’s mark, what the server knows is kept', () => {
  const panel = panelOf([cell('a', 'code', { ...MARK, points: 2 })], {});
  expect(spotIn(panel)?.cells[0]?.nbgrader).toEqual({
    grade_id: 'mean',
    grade: false,
    solution: true,
    locked: false,
    task: false,
    points: 2,
  });
});

test('a mark of the wrong shape does no harm', () => {
  const odd = { grade_id: 7, solution: 'yes', points: 'two' };
  const panel = panelOf([cell('a', 'weird', odd), cell('b', 'code', 3)], {});
  expect(spotIn(panel)?.cells).toEqual([
    {
      id: 'a',
      kind: 'raw',
      source: '# a',
      nbgrader: {
        grade_id: '',
        grade: false,
        solution: false,
        locked: false,
        task: false,
        points: null,
      },
    },
    { id: 'b', kind: 'code', source: '# b', nbgrader: null },
  ]);
});

test.each([
  [{ language_info: { name: 'r' } }, 'r'],
  [{ kernelspec: { language: 'julia' } }, 'julia'],
  [{ kernelspec: {} }, ''],
  [{}, ''],
])('metadata %j mean the language %j', (metadata, language) => {
  const panel = panelOf([cell('a', 'code')], metadata);
  expect(spotIn(panel)?.kernel_language).toBe(language);
});

test('a notebook that is still loading is nowhere', () => {
  const panel = { content: { model: null, activeCell: null } };
  expect(spotIn(panel as unknown as NotebookPanel)).toBeNull();
});

test('the answer is the text of its cells', () => {
  const spot = spotIn(panelOf([cell('a', 'code'), cell('b', 'code')], {}));
  expect(spot && sourceOf(spot, ['b'])).toBe('# b');
});

test.each([
  [MARK, true],
  [{ ...MARK, solution: false }, false],
  [{ ...MARK, solution: false, task: true }, true],
  [undefined, false],
])('a cell marked %j is one to answer in: %s', (mark, expected) => {
  const model = cell('a', 'code', mark);
  expect(isAnswerCell({ model } as never)).toBe(expected);
});
