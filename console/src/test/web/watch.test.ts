import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { replayRequests, type Stream } from '../../main/web/watch/replay.js';

const CONNECTING = 0;
const CLOSED = 2;

/** A stream that tells what the test has it tell. */
class Told implements Stream {
  readyState = 1;
  readonly #listeners = new Map<string, (event: never) => void>();

  addEventListener = (type: string, listener: unknown): void => {
    this.#listeners.set(type, listener as (event: never) => void);
  };

  close = (): void => {
    this.readyState = CLOSED;
  };

  tell(number: number): void {
    this.#listeners.get('request.created')?.({ data: JSON.stringify(number) } as never);
  }

  break(readyState: number): void {
    this.readyState = readyState;
    this.#listeners.get('error')?.({} as never);
  }
}

let stream: Told;
let heard: unknown[];
let end: () => void;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  stream = new Told();
  heard = [];
  end = replayRequests(
    (body) => heard.push(body),
    (url) => {
      assert.equal(url, '/v1/events?topics=requests&lastEventId=0');
      return stream;
    },
  );
});

test('hears what is told in pieces, until nothing new comes', () => {
  for (let piece = 0; piece < 5; piece++) {
    stream.tell(piece);
    stream.break(CONNECTING);
    mock.timers.tick(9_000);
    assert.equal(stream.readyState, CONNECTING, 'the browser comes back by itself');
  }
  assert.deepEqual(heard, [0, 1, 2, 3, 4]);
  mock.timers.tick(1_000);
  assert.equal(stream.readyState, CLOSED);
});

test('does not listen for ever where there is always something new', () => {
  for (let second = 0; second < 119; second++) {
    mock.timers.tick(1_000);
    stream.tell(second);
  }
  assert.equal(stream.readyState, 1);
  mock.timers.tick(1_000);
  assert.equal(stream.readyState, CLOSED);
});

test('ends when it is told to, and when it is refused', () => {
  stream.break(CLOSED);
  stream.readyState = 1;
  mock.timers.tick(200_000);
  assert.equal(stream.readyState, 1, 'nothing is left to be done');
  end();
  assert.equal(stream.readyState, CLOSED);
});
