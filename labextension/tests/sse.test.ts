/** @jest-environment node */
import { serverEvents, type ServerEvent } from '../src/sse';
import { all, bodyOf, cut } from './fakes/body';

const TEXT =
  ': waiting\n\nevent: facts\ndata: {"a": "où €🎈"}\n\ndata: one\ndata: two\n\n';
const EVENTS = [
  { event: 'facts', data: '{"a": "où €🎈"}' },
  { event: 'message', data: 'one\ntwo' },
];

async function read(pieces: readonly Uint8Array[]): Promise<ServerEvent[]> {
  return all(serverEvents(bodyOf(pieces)));
}

test.each([1, 2, 3, 5, 7, 1000])(
  'events are the same when bytes come %d at a time',
  async size => {
    expect(await read(cut(TEXT, size))).toEqual(EVENTS);
  },
);

test.each([1, 2, 3, 1000])(
  'CRLF ends a line, also when it is cut in two, %d bytes at a time',
  async size => {
    const text = TEXT.replaceAll('\n', '\r\n');
    expect(await read(cut(text, size))).toEqual(EVENTS);
  },
);

test('an event without its empty line is not an event', async () => {
  expect(await read(cut('data: half', 100))).toEqual([]);
});

test('comments are heard, though they are no events', async () => {
  const heard = jest.fn();
  await all(serverEvents(bodyOf(cut(': x\n\n', 100)), heard));
  expect(heard).toHaveBeenCalledTimes(1);
});

test('a field without a colon and an unknown field are passed over', async () => {
  expect(await read(cut('id: 3\nretry\ndata:x\n\n', 100))).toEqual([
    { event: 'message', data: 'x' },
  ]);
});

test('leaving early cancels the body', async () => {
  const cancel = jest.fn();
  const body = new ReadableStream<Uint8Array>({
    start: controller => {
      controller.enqueue(new TextEncoder().encode('data: x\n\n'));
    },
    cancel,
  });
  const events = serverEvents(body);
  await events.next();
  await events.return();
  expect(cancel).toHaveBeenCalled();
});
