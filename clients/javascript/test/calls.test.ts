import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Calls } from '../src/agent/calls.js';
import type { Bus } from '../src/bus/bus.js';
import { DISCOVERY } from '../src/protocol/operations.js';
import { Refusal } from '../src/protocol/refusal.js';
import type { Time } from '../src/time.js';

/** Time in which every pause is over at once. */
class LeapingTime implements Time {
  readonly pauses: number[] = [];
  #now = 1_000_000;

  now(): number {
    return this.#now;
  }

  after(millis: number, work: () => void): () => void {
    let waits = true;
    setImmediate(() => {
      if (!waits) return;
      this.#now += millis;
      this.pauses.push(millis);
      work();
    });
    return () => {
      waits = false;
    };
  }

  chance(): number {
    return 0;
  }
}

const refusing = (refusal: Refusal): Bus => ({
  request: () => Promise.reject(refusal),
  openInbox: () => Promise.reject(refusal),
  subscribe: () => Promise.reject(refusal),
  onReturn: () => () => {},
  close: () => {},
});

test('comes later and later while there is too much to do', async () => {
  const time = new LeapingTime();
  const calls = new Calls(refusing(new Refusal('OVERLOADED', 'too much to do')), time);

  await assert.rejects(calls.call(DISCOVERY.find, {}, time.now() + 60_000), { code: 'OVERLOADED' });

  assert.ok(time.pauses.length >= 6 && time.pauses.length <= 14, String(time.pauses));
  assert.deepEqual(
    time.pauses,
    [...time.pauses].sort((one, other) => one - other),
  );
});

test('comes soon again where an answer was lost', async () => {
  const time = new LeapingTime();
  const calls = new Calls(refusing(new Refusal('TIMEOUT', 'no answer')), time);

  await assert.rejects(calls.call(DISCOVERY.find, {}, time.now() + 60_000), { code: 'TIMEOUT' });

  assert.ok(Math.max(...time.pauses) <= 2_000, String(time.pauses));
});
