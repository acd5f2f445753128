import { Signal } from '@lumino/signaling';
import { Conversation } from '../src/conversation';
import { fault, TeachError } from '../src/failure';
import { START, type TeachState } from '../src/state/teach';
import type {
  AskEvent,
  AskRequest,
  ConversationReply,
  FactsEvent,
  QuestionAnswered,
  Where,
} from '../src/wire.gen';
import { CARD, EXERCISE } from './fakes/messages';

const WHERE: Where = {
  path: 'x.ipynb',
  kernel_language: 'python',
  cells: [],
  cell_id: 'a',
  language: 'en',
};
const FACTS: FactsEvent = { event: 'facts', card: CARD };
const ANSWER: QuestionAnswered = {
  event: 'answered',
  id: 'q1',
  text: 'Look at the last window.',
  source: 'analysis',
  reason: null,
  usage: null,
  warning: '',
};

class FakeClient {
  reply: () => Promise<ConversationReply> = () =>
    Promise.resolve({
      exercise: 'mean',
      turns: [{ question: 'Before?', text: 'Yes.', source: 'analysis' }],
      closed: null,
      longest: 2000,
    });
  events: AskEvent[] = [FACTS, ANSWER];
  hold = false;
  requests: AskRequest[] = [];

  conversation = () => this.reply();

  async *ask(
    request: AskRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AskEvent> {
    this.requests.push(request);
    yield* this.events;
    if (this.hold) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new TeachError(fault('stream_ended')));
        });
      });
    }
  }
}

class FakeSession {
  state: TeachState = at('mean');
  changed = new Signal<this, TeachState>(this);
  locate = jest.fn(() => Promise.resolve());
  refreshStatus = jest.fn(() => Promise.resolve());
  takeFacts = jest.fn();
  noticeAnswer = jest.fn();
  where = () => WHERE;

  move(state: TeachState): void {
    this.state = state;
    this.changed.emit(state);
  }
}

function at(id: string): TeachState {
  const exercise = { ...EXERCISE, id };
  const place = { at: 'exercise', path: 'x.ipynb', exercise, seen: 0 } as const;
  return { ...START, place };
}

function open(client = new FakeClient(), session = new FakeSession()) {
  const conversation = new Conversation(client, session as never);
  return { client, session, conversation };
}

async function turns(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve));
}

test('the conversation of the exercise at the cursor is loaded from the server', async () => {
  const { conversation } = open();
  await turns();
  expect(conversation.talk.turns.map(turn => turn.question)).toEqual([
    'Before?',
  ]);
});

test('a question is answered, and its facts are shown', async () => {
  const { client, session, conversation } = open();
  await turns();
  conversation.write('  Why?  ');
  await conversation.ask();
  expect(client.requests).toMatchObject([{ question: 'Why?', where: WHERE }]);
  expect(conversation.talk.turns.at(-1)?.text).toBe(ANSWER.text);
  expect(session.takeFacts).toHaveBeenCalledWith('x.ipynb#mean', FACTS);
  expect(conversation.talk.asking).toEqual({ phase: 'rest' });
  expect(session.locate).toHaveBeenCalled();
  expect(session.noticeAnswer).toHaveBeenCalledTimes(1);
});

test('each question has an id of its own', async () => {
  const { client, conversation } = open();
  for (const draft of ['One?', 'Two?']) {
    conversation.write(draft);
    await conversation.ask();
  }
  const [first, second] = client.requests;
  expect(first?.client).not.toBe(second?.client);
});

test('nothing is asked where nothing was written', async () => {
  const { client, conversation } = open();
  conversation.write('  ');
  await conversation.ask();
  expect(client.requests).toEqual([]);
});

test('a question can be stopped', async () => {
  const { client, conversation } = open();
  client.events = [FACTS];
  client.hold = true;
  conversation.write('Why?');
  const asked = conversation.ask();
  await turns();
  conversation.stop();
  await asked;
  expect(conversation.talk.asking).toEqual({ phase: 'stopped' });
  expect(conversation.talk.draft).toBe('Why?');
});

test('an answer that is cut off twice is a failure', async () => {
  const { client, conversation } = open();
  client.events = [FACTS];
  conversation.write('Why?');
  await conversation.ask();
  expect(client.requests.length).toBe(2);
  expect(client.requests[0]?.client).toBe(client.requests[1]?.client);
  expect(conversation.talk.asking).toMatchObject({
    phase: 'failed',
    fault: { code: 'stream_ended' },
  });
});

test('each exercise has a conversation of its own', async () => {
  const { client, session, conversation } = open();
  await turns();
  conversation.write('half a question');
  client.reply = () =>
    Promise.resolve({ exercise: 'other', turns: [], closed: null, longest: 9 });
  session.move(at('other'));
  await turns();
  expect(conversation.talk).toMatchObject({ turns: [], draft: '' });
  session.move(at('mean'));
  expect(conversation.talk.draft).toBe('half a question');
});

test('an answer that is under way does not hold up the next exercise', async () => {
  const { client, session, conversation } = open();
  client.events = [FACTS];
  client.hold = true;
  conversation.write('First?');
  const first = conversation.ask();
  await turns();
  session.move(at('other'));
  conversation.write('Second?');
  const second = conversation.ask();
  await turns();
  expect(client.requests.map(each => each.question)).toEqual([
    'First?',
    'Second?',
  ]);
  conversation.stop();
  await second;
  expect(conversation.talk.asking).toEqual({ phase: 'stopped' });
  session.move(at('mean'));
  expect(conversation.talk.asking.phase).toBe('waiting');
  conversation.stop();
  await first;
});

test('a question stays with its exercise where the cursor had gone on already', async () => {
  const { client, session, conversation } = open();
  conversation.write('Why?');
  session.locate.mockImplementationOnce(() => {
    session.move(at('other'));
    return Promise.resolve();
  });
  await conversation.ask();
  expect(client.requests).toEqual([]);
  session.move(at('mean'));
  expect(conversation.talk.draft).toBe('Why?');
});

test('a conversation that can not be loaded says so', async () => {
  const client = new FakeClient();
  client.reply = () => Promise.reject(new TeachError(fault('unreachable')));
  const { conversation } = open(client);
  await turns();
  expect(conversation.talk.loaded).toBe('failed');
});

test('outside of exercises there is nothing to ask', async () => {
  const { client, session, conversation } = open();
  session.move(START);
  conversation.write('Why?');
  await conversation.ask();
  expect(client.requests).toEqual([]);
  expect(conversation.talk.turns).toEqual([]);
});

test('a panel that is gone hears nothing more', async () => {
  const { conversation, session } = open();
  conversation.dispose();
  session.move(at('other'));
  await turns();
  expect(conversation.isDisposed).toBe(true);
  expect(conversation.talk.loaded).toBe('no');
});
