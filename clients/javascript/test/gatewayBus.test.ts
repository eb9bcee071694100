import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import * as v from 'valibot';
import { Scribe } from '../src/agent/scribe.js';
import { GatewayBus, type GatewayOptions } from '../src/bus/gatewayBus.js';
import { Envelope, isSignedBySigner } from '../src/protocol/envelope.js';
import { Refusal } from '../src/protocol/refusal.js';
import { example } from './contract.js';
import { fast } from './company.js';
import { ALICE } from './peers.js';
import { Gateway } from './sockets.js';

const identity = new Scribe(ALICE, () => Date.now());
const forever = new AbortController().signal;
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

let gateway: Gateway;
let bus: GatewayBus;
let troubles: Refusal[];
beforeEach(() => {
  gateway = new Gateway();
  troubles = [];
});
afterEach(() => bus.close());

function open(options: Partial<GatewayOptions> = {}): GatewayBus {
  const onTrouble = (refusal: Refusal) => troubles.push(refusal);
  bus = new GatewayBus({
    url: 'https://tutti.example',
    socket: gateway.connect,
    onTrouble,
    time: fast(100),
    ...options,
  });
  return bus;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) assert.fail('it did not happen in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function connected(options: Partial<GatewayOptions> = {}): Promise<GatewayBus> {
  open(options);
  await until(() => (gateway.sockets.at(-1)?.all('ping').length ?? 0) > 0);
  return bus;
}

test('connects to the raw endpoint of the bridge', () => {
  open();
  assert.equal(gateway.last.url, 'wss://tutti.example/eventbus/websocket');
  bus.close();
  open({ url: 'http://127.0.0.1:8080/edge/' });
  assert.equal(gateway.last.url, 'ws://127.0.0.1:8080/edge/eventbus/websocket');
});

test('brings each answer to whoever asked', async () => {
  await connected();

  const answers = [1, 2, 3].map((n) => bus.request('tutti.request.get', { n }, forever));

  assert.deepEqual(
    await Promise.all(answers),
    [1, 2, 3].map((n) => ({ echo: { n } })),
  );
});

test('refuses as the gateway refuses', async () => {
  gateway.script = ({ replyAddress, body }, socket) => {
    const failure = (body as { failure: object } | undefined)?.failure;
    if (failure === undefined) return false;
    socket.say({ type: 'err', address: replyAddress, ...failure });
    return true;
  };
  await connected();
  const ask = (failure: object) => bus.request('tutti.request.get', { failure }, forever);

  const message = JSON.stringify(example('failure'));
  await assert.rejects(
    ask({ failureCode: 1006, failureType: 'RECIPIENT_FAILURE', message }),
    refused('RATE_LIMITED'),
  );
  await assert.rejects(
    ask({ failureCode: -1, failureType: 'NO_HANDLERS', message: 'none' }),
    refused('UNAVAILABLE'),
  );
  await assert.rejects(
    ask({ failureCode: -1, failureType: 'TIMEOUT', message: 'late' }),
    refused('TIMEOUT'),
  );
  await assert.rejects(ask({ failureCode: 2001, message: 'gone' }), refused('NOT_FOUND'));
  await assert.rejects(ask({ message: 'odd' }), refused('INTERNAL'));
});

test('is unavailable until it is connected', async () => {
  gateway.isUp = false;
  open();

  await assert.rejects(bus.request('tutti.request.get', {}, forever), refused('UNAVAILABLE'));
});

test('logs in for this gateway before it opens an inbox', async () => {
  await connected();
  await bus.openInbox(identity, () => {});

  const [challenge, login] = gateway.last.all('send');
  assert.deepEqual(challenge?.body, { publicKey: ALICE.publicKey });
  const envelope = v.parse(Envelope, login?.body);
  assert.equal(login?.address, 'tutti.gateway.login');
  assert.equal(envelope.type, 'gateway.login');
  assert.ok(isSignedBySigner(envelope));
  assert.deepEqual(envelope.body, {
    challenge: '5a'.repeat(32),
    audience: 'https://tutti.example',
  });
  assert.equal(gateway.last.all('register')[0]?.address, `tutti.inbox.${ALICE.publicKey}`);
});

test('answers what arrives at an inbox, and hears it', async () => {
  const heard: unknown[] = [];
  await connected();
  await bus.openInbox(identity, (body) => heard.push(body));

  const address = `tutti.inbox.${ALICE.publicKey}`;
  gateway.last.say({ type: 'rec', address, replyAddress: 'event-1', body: { id: 'x' } });

  assert.deepEqual(heard, [{ id: 'x' }]);
  assert.deepEqual(gateway.last.frames.at(-1), { type: 'send', address: 'event-1', body: {} });
});

test('survives frames that are none', async () => {
  await connected();
  for (const frame of [
    '',
    'null',
    '[]',
    '{}',
    '{"type":"rec"}',
    '{"type":"err","body":"access_denied"}',
    '{"type":"rec","address":"x","body":[]}',
    '{"__proto__":{"type":"rec"}}',
  ]) {
    gateway.last.say(frame);
  }

  assert.deepEqual(await bus.request('a', {}, forever), { echo: {} });
});

test('does not open an inbox that is refused for good', async () => {
  gateway.script = ({ type, replyAddress }, socket) => {
    if (type !== 'register') return false;
    const message = JSON.stringify({ code: 'BANNED', message: 'banned', retryable: false });
    socket.say({ type: 'err', address: replyAddress, failureCode: 1007, message });
    return true;
  };
  await connected();

  await assert.rejects(
    bus.openInbox(identity, () => {}),
    refused('BANNED'),
  );
  assert.equal(troubles[0]?.code, 'BANNED');
});

test('opens again what was open, and says so, when the connection was lost', async () => {
  let returns = 0;
  const heard: unknown[] = [];
  await connected();
  bus.onReturn(() => returns++);
  await bus.openInbox(identity, (body) => heard.push(body));
  await bus.subscribe('tutti.events.requests', (body) => heard.push(body));
  const waiting = assert.rejects(bus.request('a', {}, forever), refused('UNAVAILABLE'));
  gateway.isUp = false;

  gateway.last.close();
  await waiting;
  await until(() => gateway.sockets.length > 3);
  gateway.isUp = true;
  await until(() => returns === 1);

  const opened = gateway.last.all('register').map((frame) => frame.address);
  assert.deepEqual(opened.sort(), ['tutti.events.requests', `tutti.inbox.${ALICE.publicKey}`]);
  assert.equal(
    gateway.last.all('send').filter(({ address }) => address === 'tutti.gateway.login').length,
    1,
  );
  gateway.last.say({ type: 'rec', address: 'tutti.events.requests', body: { n: 1 } });
  assert.deepEqual(heard, [{ n: 1 }]);
});

test('waits longer and longer before it connects again', async () => {
  const waits: number[] = [];
  const time = fast(1_000);
  gateway.isUp = false;
  open({
    time: {
      ...time,
      chance: () => 0.5,
      after: (millis, work) => (waits.push(millis), time.after(millis, work)),
    },
  });

  await until(() => waits.length >= 8);

  assert.deepEqual(waits.slice(0, 8), [200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
});

test('gives up a connection on which nothing comes', async () => {
  await connected();
  gateway.isSilent = true;

  await assert.rejects(bus.request('a', {}, forever), refused('UNAVAILABLE'));
  gateway.isSilent = false;
  await until(() => gateway.sockets.length === 2);
});

test('shows that it lives', async () => {
  await connected({ pingInterval: 100 });

  await until(() => gateway.last.all('ping').length > 3);
});

test('fails what waits when it is closed, and stays closed', async () => {
  gateway.isSilent = true;
  await connected();
  const waiting = [bus.request('a', {}, forever), bus.openInbox(identity, () => {})];

  bus.close();

  for (const one of waiting) await assert.rejects(one, refused('UNAVAILABLE'));
  await assert.rejects(
    bus.subscribe('topic', () => {}),
    refused('UNAVAILABLE'),
  );
  assert.equal(gateway.sockets.length, 1);
});
