import { render } from '@testing-library/react';
import * as React from 'react';
import { Markdown } from '../src/views/Markdown';

function html(text: string): string {
  return (
    render(<Markdown text={text} />).container.firstElementChild?.innerHTML ??
    ''
  );
}

test.each([
  ['plain words', '<p>plain words</p>'],
  ['two\nlines', '<p>two lines</p>'],
  ['one\n\ntwo', '<p>one</p><p>two</p>'],
  [
    'the `code` is **bold**',
    '<p>the <code>code</code> is <strong>bold</strong></p>',
  ],
  ['``a ` b``', '<p><code>a ` b</code></p>'],
  ['2 ** 3 ** 4', '<p>2 ** 3 ** 4</p>'],
  ['a `half', '<p>a `half</p>'],
  ['- a\n- b\n  c', '<ul><li>a</li><li>b c</li></ul>'],
  ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
  ['text\n- a', '<p>text</p><ul><li>a</li></ul>'],
  [
    '```python\nx = 1\n\ny\n```\nend',
    '<pre tabindex="0"><code>x = 1\n\ny</code></pre><p>end</p>',
  ],
  ['```\nopen', '<pre tabindex="0"><code>open</code></pre>'],
  ['', ''],
])('%j is shown as %j', (text, expected) => {
  expect(html(text)).toBe(expected);
});

test.each([
  '<img src=x onerror=alert(1)>',
  '![x](http://a/b.png)',
  '[x](javascript:alert(1))',
  '<script>alert(1)</script>',
  '```\n</code><b>x</b>\n```',
  '`<b>x</b>`',
])('%j stays text', text => {
  const { container } = render(<Markdown text={text} />);
  expect(container.querySelector('img, a, script, b, iframe')).toBeNull();
});
