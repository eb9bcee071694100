import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import * as v from 'valibot';
import { Scribe } from '../src/agent/scribe.js';
import { GatewayBus, type GatewayOptions } from '../src/bus/gatewayBus.js';
import { Envelope, isSignedBySigner } from '../src/protocol/envelope.js';
import { hexToBytes, taggedHash } from '../src/protocol/bytes.js';
import { DISCOVERY } from '../src/protocol/operations.js';
import { Refusal } from '../src/protocol/refusal.js';
import { StampSearch } from '../src/protocol/stamp.js';
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
    answerTimeout: 60_000,
    time: {
      ...time,
      chance: () => 0.5,
      after: (millis, work) => {
        if (millis !== 60_000) waits.push(millis); // what a connection may take to open
        return time.after(millis, work);
      },
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

test('does not wait for a frozen gateway to say that it is over', async () => {
  let returns = 0;
  await connected();
  bus.onReturn(() => returns++);
  await bus.openInbox(identity, () => {});
  gateway.freeze();

  await assert.rejects(bus.request('a', {}, forever), refused('UNAVAILABLE'));
  gateway.isSilent = false;
  await until(() => returns === 1);

  assert.equal(gateway.sockets[0]?.isClosed, true);
  assert.deepEqual(await bus.request('a', {}, forever), { echo: {} });
  gateway.sockets[0]?.onclose?.(); // at last
  assert.deepEqual(await bus.request('a', {}, forever), { echo: {} });
  assert.equal(gateway.sockets.length, 2);
});

test('hears nothing more on a connection that it gave up', async () => {
  const heard: unknown[] = [];
  await connected();
  await bus.subscribe('topic', (body) => heard.push(body));
  const [old] = gateway.sockets;
  gateway.freeze();
  await assert.rejects(bus.request('a', {}, forever), refused('UNAVAILABLE'));

  old?.onmessage?.({ data: '{"type":"rec","address":"topic","body":{}}' });

  assert.deepEqual(heard, []);
});

test('does not wait for ever for a login, nor for a connection to open', async () => {
  gateway.isSilent = true;
  await connected();
  const opening = bus.openInbox(identity, () => {});
  gateway.freeze(); // the login is not answered
  await until(() => gateway.sockets.length === 2);
  gateway.last.isFrozen = true; // and the next connection does not even open
  await until(() => gateway.sockets.length === 3);
  gateway.isSilent = false;

  await opening;
});

test('opens no inbox that nobody waits for any more', async () => {
  gateway.isUp = false;
  open();
  const giveUp = new AbortController();
  const other = { ...identity, publicKey: identity.publicKey, sign: () => assert.fail('asked') };
  const opening = bus.openInbox(other, () => assert.fail('heard'), giveUp.signal);
  giveUp.abort(new Refusal('UNAVAILABLE', 'locked'));
  await assert.rejects(opening, refused('UNAVAILABLE'));

  const again = bus.openInbox(identity, () => {}); // of the same key
  gateway.isUp = true;

  await again;
  assert.equal(gateway.last.all('register').length, 1);
});

/** A gateway that listens to no new key without work. */
function asksForStamps(bits: number): () => string[] {
  const stamps: string[] = [];
  gateway.stampBits = bits;
  gateway.script = ({ address, replyAddress, headers, body }, socket) => {
    if (address !== DISCOVERY.advertise.address) return false;
    const { signature } = body as { signature: string };
    const stamp = headers?.['Stamp'];
    if (stamp !== undefined) stamps.push(stamp);
    if (stamp !== undefined && isWorth(stamp, signature, bits)) return false;
    const failure = { code: 'NOT_ALLOWED', message: 'no stamp', field: 'stamp', retryable: false };
    const message = JSON.stringify(failure);
    socket.say({ type: 'err', address: replyAddress, failureCode: 1009, message });
    return true;
  };
  return () => stamps;
}

function isWorth(stamp: string, signature: string, bits: number): boolean {
  const bytes = [signature, stamp].map(hexToBytes);
  const digest = BigInt(`0x${taggedHash('tutti/v1/stamp', ...bytes)}`);
  return digest >> BigInt(256 - bits) === 0n;
}

const advertise = (signal = forever) => {
  const offer = { transactionTypes: ['spend'], expiresAt: Date.now() + 60_000 };
  const envelope = identity.say(DISCOVERY.advertise, offer);
  return bus.request(DISCOVERY.advertise.address, envelope, signal);
};

test('does the work that is asked of new keys', async () => {
  const stamps = asksForStamps(12);
  await connected();

  await advertise();

  assert.match(stamps()[0] ?? '', /^[0-9a-f]{16}$/);
  assert.equal(stamps().length, 1);
});

test('does not do more work than is sensible', async () => {
  const stamps = asksForStamps(25);
  await connected();

  await assert.rejects(advertise(), refused('NOT_ALLOWED'));
  assert.deepEqual(stamps(), []);
});

test('works only as long as somebody waits, and lets others have their turn', async () => {
  const stamps = asksForStamps(24);
  await connected({ time: fast(1) });
  const giveUp = new AbortController();
  let turns = 0;
  const timer = setInterval(() => ++turns === 5 && giveUp.abort(), 1);

  await assert.rejects(advertise(giveUp.signal), { name: 'AbortError' });

  clearInterval(timer);
  assert.deepEqual(stamps(), []);
});

test('makes the stamps that every client makes', () => {
  const search = new StampSearch('ab'.repeat(64));
  let stamp: string | undefined;
  while (stamp === undefined) stamp = search.next(16);
  assert.equal(stamp, '000000000000b62e');
  assert.equal(new StampSearch('ab'.repeat(64)).next(0), '0000000000000000');
});

test('shows that it lives', async () => {
  await connected({ pingInterval: 100 });

  await until(() => gateway.last.all('ping').length > 3);
});

test('leaves nothing to be done when it is closed after a ping that could not be sent', async () => {
  const waiting = new Set<() => void>();
  const time = fast(100);
  await connected({
    pingInterval: 100,
    time: {
      ...time,
      after: (millis, work) => {
        const stop = time.after(millis, () => (waiting.delete(end), work()));
        const end = () => (waiting.delete(end), stop());
        waiting.add(end);
        return end;
      },
    },
  });
  gateway.last.send = () => assert.fail('broken');
  await until(() => gateway.sockets[0]?.isClosed === true);

  bus.close();

  assert.equal(waiting.size, 0);
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
