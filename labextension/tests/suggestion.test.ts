import {
  isWorthAsking,
  remainder,
  type Suggestion,
} from '../src/state/suggestion';

const LAST: Suggestion = {
  cellId: 'a',
  prefix: 'x = ',
  suffix: '\n',
  text: 'range(3)',
};

test.each([
  ['x = ', 'range(3)'],
  ['x = ran', 'ge(3)'],
  ['x = range(3)', ''],
  ['x = rank', null],
  ['x =', null],
  ['y = ran', null],
])('after %j there is %j left', (prefix, left) => {
  expect(remainder(LAST, { ...LAST, prefix })).toBe(left);
});

test('another cell and another suffix need another suggestion', () => {
  expect(remainder(LAST, { ...LAST, cellId: 'b' })).toBeNull();
  expect(remainder(LAST, { ...LAST, suffix: ')\n' })).toBeNull();
  expect(remainder(null, LAST)).toBeNull();
});

test.each([
  ['', false],
  [' \n\t', false],
  ['x', true],
])('%j is worth asking: %s', (prefix, expected) => {
  expect(isWorthAsking({ ...LAST, prefix })).toBe(expected);
});
