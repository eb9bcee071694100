import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import * as v from 'valibot';
import { frameIn, refusalOf } from '../src/bus/frames.js';
import { GatewayBus } from '../src/bus/gatewayBus.js';
import { canonicalText } from '../src/protocol/canonical.js';
import { envelopeDigest, isSignedBySigner } from '../src/protocol/envelope.js';
import { Event, happeningOf } from '../src/protocol/events.js';
import { refusalIn } from '../src/protocol/failure.js';
import { fast } from './company.js';
import { example, names, shapes } from './contract.js';
import { ALICE, envelope } from './peers.js';
import { Gateway } from './sockets.js';

// A gateway that means harm writes members that JavaScript understands in a way of its own.
const POISON =
  '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"polluted":"no"';
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

/** The same JSON, poisoned in each of its objects. */
function poisoned(json: unknown): string {
  return JSON.stringify(json)
    .replaceAll('{}', '{ }')
    .replaceAll(/\{(?=")/g, `{${POISON},`)
    .replaceAll('{ }', `{${POISON}}`);
}

afterEach(() => {
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  assert.equal(([] as unknown as Record<string, unknown>)['polluted'], undefined);
  assert.equal(Object.getOwnPropertyNames(Object.prototype).includes('polluted'), false);
});

test('no message takes anything from its prototype', () => {
  for (const [name, shape] of shapes()) {
    if (!names('examples').includes(name)) continue;
    const result = v.safeParse(shape, JSON.parse(poisoned(example(name))));

    if (result.success) {
      const output = result.output as Record<string, unknown>;
      assert.equal(Object.getPrototypeOf(output), Object.prototype, name);
      assert.notEqual(output['polluted'], 'yes', name);
    }
  }
});

test('what only the prototype says is not said', () => {
  const event = { id: 'x', type: 'session.closed', time: 1, subject: 's', number: 1, data: {} };
  assert.ok(v.is(Event, event));

  const inherited = JSON.parse(`{"__proto__":${JSON.stringify(event)}}`) as unknown;

  assert.equal(v.is(Event, inherited), false);
  assert.equal(frameIn('{"__proto__":{"type":"rec","address":"a","body":{}}}'), undefined);
});

test('events and codes with names of JavaScript are none', () => {
  for (const name of NAMES) {
    const event = { id: 'x', type: name, time: 1, subject: 's', number: 1, data: {} };
    assert.equal(happeningOf(event), undefined);
    const failure = JSON.stringify({ code: name, message: 'm', retryable: false });
    assert.equal(refusalIn(failure, name).code, 'INTERNAL');
    const frame = frameIn(JSON.stringify({ type: 'err', failureType: name, message: failure }));
    assert.ok(frame?.type === 'err');
    assert.equal(refusalOf(frame).code, 'INTERNAL');
  }
});

test('a bus goes on after poisoned frames', async () => {
  const gateway = new Gateway();
  const bus = new GatewayBus({
    url: 'https://tutti.example',
    socket: gateway.connect,
    time: fast(100),
  });
  const heard: unknown[] = [];
  await bus.subscribe('tutti.events.requests', (body) => heard.push(body));

  for (const name of NAMES) {
    gateway.last.say(`{"type":"rec","address":"${name}","replyAddress":"${name}","body":{}}`);
    gateway.last.say(`{"type":"err","address":"${name}","failureCode":"${name}"}`);
  }
  gateway.last.say(
    `{"type":"rec","address":"tutti.events.requests","body":${poisoned({ a: { b: 1 } })},${POISON}}`,
  );

  assert.equal(heard.length, 1);
  assert.equal((heard[0] as Record<string, unknown>)['polluted'], 'no');
  const answer = await bus.request('a', {}, new AbortController().signal);
  assert.deepEqual(answer, { echo: {} });
  bus.close();
});

test('a name of JavaScript in what is signed is signed as any other', () => {
  const body = JSON.parse('{"b":1,"__proto__":{"a":2},"constructor":3}') as { b: number };
  assert.equal(canonicalText(body), '{"__proto__":{"a":2},"b":1,"constructor":3}');

  const said = envelope(ALICE, 'request.join', body);

  assert.ok(isSignedBySigner(said));
  assert.notEqual(envelopeDigest({ ...said, body: { b: 1 } }), envelopeDigest(said));
});
