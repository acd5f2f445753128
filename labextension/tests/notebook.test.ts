import type { NotebookPanel } from '@jupyterlab/notebook';
import { sourceOf, spotIn } from '../src/notebook';

function cell(id: string, cell_type: string, nbgrader?: unknown) {
  return cellWith({ nbgrader }, id, cell_type);
}

function cellWith(
  metadata: Record<string, unknown>,
  id = 'a',
  cell_type = 'code',
) {
  const getMetadata = (key: string) => metadata[key];
  return { id, cell_type, source: `# ${id}`, getMetadata };
}

const TEACHLESS = { id: '', title: '', points: null, hidden: false };
const UNMARKED = { nbgrader: null, tags: [], teach: null };

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
      { id: 'a', kind: 'code', source: '# a', ...UNMARKED },
      { id: 'b', kind: 'markdown', source: '# b', ...UNMARKED },
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
      ...UNMARKED,
      nbgrader: {
        grade_id: '',
        grade: false,
        solution: false,
        locked: false,
        task: false,
        points: null,
      },
    },
    { id: 'b', kind: 'code', source: '# b', ...UNMARKED },
  ]);
});

test('tags and a teach block go along', () => {
  const teach = { id: 'mean', title: 'The mean', points: 2, hidden: true };
  const marked = cellWith({
    tags: ['answer', 7, 'x'.repeat(201)],
    teach: { ...teach, starter: 'pass' },
  });
  const found = spotIn(panelOf([marked], {}))?.cells[0];
  expect([found?.tags, found?.teach]).toEqual([['answer'], teach]);
});

test.each([
  ['answer', 'mean', [], null],
  [{}, { id: 7, title: [], points: '2', hidden: 1 }, [], TEACHLESS],
  [Array(200).fill('a'), {}, Array(100).fill('a'), TEACHLESS],
])('odd tags and blocks do no harm: %#', (tags, teach, kept, block) => {
  const found = spotIn(panelOf([cellWith({ tags, teach })], {}))?.cells[0];
  expect([found?.tags, found?.teach]).toEqual([kept, block]);
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
