/** @jest-environment node */
import { ServerConnection } from '@jupyterlab/services';
import { TeachClient } from '../src/client';
import { faultOf } from '../src/failure';
import type { Where } from '../src/wire.gen';
import { CARD, STATUS } from './fakes/messages';
import { all, bodyOf, cut } from './fakes/body';

const WHERE: Where = {
  path: 'x.ipynb',
  kernel_language: 'python',
  cells: [],
  cell_id: 'a',
  language: 'en',
};

function clientThatGets(answer: () => Promise<Response>): {
  client: TeachClient;
  requests: Request[];
} {
  const requests: Request[] = [];
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost/base/',
    token: 'secret',
    fetch: async (request: RequestInfo | URL) => {
      requests.push(request as Request);
      return answer();
    },
  });
  return { client: new TeachClient(settings), requests };
}

function reply(status: number, body: unknown): () => Promise<Response> {
  return () => Promise.resolve(Response.json(body, { status }));
}

function streamed(text: string): () => Promise<Response> {
  return () => Promise.resolve(new Response(bodyOf(cut(text, 7))));
}

const signal = new AbortController().signal;

async function codeOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'none',
    (thrown: unknown) => faultOf(thrown).code,
  );
}

test('a request carries the token and goes below the base address', async () => {
  const { client, requests } = clientThatGets(reply(200, STATUS));
  expect(await client.status(signal)).toEqual(STATUS);
  expect(requests[0]?.url).toMatch(
    /^http:\/\/localhost\/base\/llm-teach\/status/,
  );
  expect(requests[0]?.headers.get('Authorization')).toBe('token secret');
});

test('the events of a check come one by one', async () => {
  const { client } = clientThatGets(
    streamed(`data: ${JSON.stringify({ event: 'facts', card: CARD })}\n\n`),
  );
  expect(await all(client.check(WHERE, signal))).toEqual([
    { event: 'facts', card: CARD },
  ]);
});

test('a failure keeps its code, its sentence and what to do', async () => {
  const failure = { code: 'disk_full', message: 'Full.', todo: 'Tidy up.' };
  const { client } = clientThatGets(reply(507, failure));
  const thrown: unknown = await client
    .exercise(WHERE, signal)
    .catch((error: unknown) => error);
  expect(faultOf(thrown)).toEqual(failure);
});

test.each([
  [404, 'not_installed'],
  [403, 'signed_out'],
  [413, 'notebook_too_large'],
  [500, 'server_error'],
])('status %d without a failure means %s', async (status, code) => {
  const { client } = clientThatGets(reply(status, {}));
  expect(await codeOf(client.status(signal))).toBe(code);
});

test('a server that is gone is unreachable', async () => {
  const { client } = clientThatGets(() => Promise.reject(new TypeError('no')));
  expect(await codeOf(client.status(signal))).toBe('unreachable');
});

test('a reply that is no JSON is bad', async () => {
  const { client } = clientThatGets(streamed('<html>'));
  expect(await codeOf(client.status(signal))).toBe('bad_reply');
});

test('an event that is no JSON ends the stream', async () => {
  const { client } = clientThatGets(streamed('data: {\n\n'));
  expect(await codeOf(all(client.check(WHERE, signal)))).toBe('stream_ended');
});

test('the request is given up when the caller gives up', async () => {
  const caller = new AbortController();
  const { client, requests } = clientThatGets(reply(200, STATUS));
  await client.status(caller.signal);
  caller.abort();
  expect(requests[0]?.signal.aborted).toBe(true);
});
