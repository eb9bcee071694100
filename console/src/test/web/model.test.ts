import { SecretKey } from '@tutti/client';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Directory } from '../../main/web/model/directory.js';
import { newsOfRequest, newsOfSession } from '../../main/web/model/news.js';
import { Verifier } from '../../main/web/model/outcome.js';
import { participants, RequestBoard } from '../../main/web/model/requests.js';
import { awaited, isMoving, isUnexplained, keysOf, SessionBoard, steps } from '../../main/web/model/sessions.js';
import { dateOf, duration, fromNow, ownFirst, shortened } from '../../main/web/model/text.js';
import {
  advertisement,
  ALICE,
  BOB,
  CAROL,
  envelope,
  known,
  request,
  SESSION_ID,
  status,
  view,
} from './scenes.js';

function sessionOf(...statuses: ReturnType<typeof status>[]) {
  const board = new SessionBoard();
  for (const each of statuses) board.put(each, known(), 7);
  return board.all()[0]!;
}

const states = (session: Parameters<typeof steps>[0]) => steps(session).map(({ state }) => state);

test('says how long in two units at most', () => {
  assert.equal(duration(0), '0 s');
  assert.equal(duration(59_600), '1 min');
  assert.equal(duration(3_600_000 + 60_000 + 1_000), '1 h 1 min');
  assert.equal(duration(86_400_000 + 60_000), '1 d');
  assert.equal(fromNow(5_000, 65_000), '1 min ago');
  assert.equal(fromNow(65_000, 5_000), 'in 1 min');
});

test('shows a time beyond all calendars', () => {
  assert.equal(dateOf(1_000).toISOString(), '1970-01-01T00:00:01.000Z');
  for (const time of [8.64e15 + 1, Number.MAX_SAFE_INTEGER]) {
    assert.equal(dateOf(time).toISOString(), '+275760-09-13T00:00:00.000Z');
    assert.match(fromNow(time, 0), /^in \d+ d/);
  }
});

test('leaves in their order what is own and what is not', () => {
  assert.deepEqual(ownFirst([1, 2, 3, 4, 5], (number) => number % 2 === 0), [2, 4, 1, 3, 5]);
});

test('shortens what does not fit a line, and nothing else', () => {
  assert.equal(shortened(ALICE), '02aaaaaaaa…aaaaaa');
  assert.equal(shortened('0011'), '0011');
});

test('lists signers by key until they expire', () => {
  const directory = new Directory();
  const record = { completed: 2, failedAtFault: 1 };
  directory.list([
    { advertisement: envelope(BOB, 10, advertisement(100)), record },
    { advertisement: envelope(ALICE, 10, advertisement(200)), record },
  ]);
  assert.deepEqual(directory.signers(50).map(({ key }) => key), [ALICE, BOB]);
  assert.deepEqual(directory.signers(100).map(({ key }) => key), [ALICE]);
});

test('follows advertisements, and keeps the record that goes with the key', () => {
  const directory = new Directory();
  const record = { completed: 2, failedAtFault: 1 };
  directory.list([{ advertisement: envelope(BOB, 10, advertisement(100)), record }]);
  const hear = (sentAt: number, fee: number) =>
    directory.hear({
      type: 'signer.advertised',
      data: { advertisement: envelope(BOB, sentAt, advertisement(100, fee)) },
    });
  assert.equal(hear(20, 7), true);
  assert.equal(hear(15, 9), false, 'an older one came late');
  const [bob] = directory.signers(50);
  assert.equal(bob?.advertisement.fee, 7);
  assert.equal(bob?.completed, 2);
  assert.equal(directory.hear({ type: 'signer.withdrawn', data: { publicKey: BOB } }), true);
  assert.equal(directory.hear({ type: 'signer.expired', data: { publicKey: BOB } }), false);
  assert.deepEqual(directory.signers(50), []);
});

test('shows who has joined by signer index', () => {
  const all = participants(known({ awaiting: [2], declinedBy: 1 }));
  assert.deepEqual(
    all.map(({ key, state, role }) => [key, state, role]),
    [
      [ALICE, 'joined', 'participant'],
      [BOB, 'declined', 'creator'],
      [CAROL, 'awaited', 'participant'],
    ],
  );
});

test('keeps no more requests than a person can look at', () => {
  const board = new RequestBoard();
  for (let number = 0; number < 150; number++) {
    const state = number < 20 ? 'OPEN' : 'EXPIRED';
    board.put(view({ requestId: `id${number}`, state }), request(), number);
  }
  assert.equal(board.open().length, 20);
  assert.equal(board.all().length, 120);
  assert.equal(board.get('id20'), undefined, 'the oldest goes first');
  for (let number = 0; number < 300; number++) {
    board.put(view({ requestId: `flood${number}` }), request(), 1_000 + number);
  }
  assert.equal(board.open().length, 200);
  assert.equal(board.get('flood0'), undefined);
});

test('shows a session advancing', () => {
  const session = sessionOf(status({ phase: 'NONCE_COMMITMENT' }), status());
  assert.deepEqual(states(session), ['done', 'now', 'ahead', 'ahead']);
  assert.deepEqual(awaited(session), [CAROL]);
  assert.equal(session.firstSeen, 7);
});

/** A session that was seen to have ended, and what is known to have happened in it. */
function endedSession(happened: string[], options?: Parameters<typeof request>[0]) {
  const board = new SessionBoard();
  board.put(status({ phase: 'NONCE_COMMITMENT' }), known({}, request(options)), 1);
  board.put(status({ phase: 'FAILED', awaiting: [2] }), known({}, request(options)), 2);
  board.learn(SESSION_ID, happened);
  board.put(status({ phase: 'FAILED', awaiting: [2] }), known({}, request(options)), 3);
  return board.get(SESSION_ID)!;
}

test('shows where a session has stopped', () => {
  const ready = 'session.ready';
  const committed = 'session.nonce-commitments-complete';
  const shared = 'session.nonces-complete';
  const failed = 'session.failed';
  const here = 'stopped here';
  const no = 'not reached';
  const without = { nonceCommitments: false };

  assert.deepEqual(states(endedSession([ready, committed, shared, failed])), ['done', 'done', here, no]);
  assert.deepEqual(states(endedSession([ready, committed, failed])), ['done', here, no, no]);
  assert.deepEqual(states(endedSession([ready, failed])), [here, no, no, no]);
  assert.deepEqual(states(endedSession([ready, failed], without)), ['left out', here, no, no]);
  assert.deepEqual(states(endedSession([shared])), ['done', 'done', here, no]);
  assert.deepEqual(awaited(endedSession([])), [], 'nobody is awaited any more');
});

test('does not say where a session has stopped if that is not known', () => {
  for (const happened of [[], ['session.failed']]) {
    const session = endedSession(happened);
    assert.deepEqual(states(session), ['unknown', 'unknown', 'unknown', 'not reached']);
    assert.equal(isUnexplained(session), true);
  }
  assert.equal(isUnexplained(endedSession(['session.ready'])), false);
  assert.equal(isUnexplained(sessionOf(status())), false);
  assert.equal(isUnexplained(sessionOf(status({ phase: 'COMPLETE' }))), false);
});

test('shows a complete session, and a round that the request leaves out', () => {
  const board = new SessionBoard();
  const asked = known({}, request({ nonceCommitments: false }));
  board.put(status({ phase: 'COMPLETE', awaiting: [] }), asked, 1);
  assert.deepEqual(states(board.get(SESSION_ID)!), ['left out', 'done', 'done', 'done']);
});

test('goes on looking at a session that is to be broadcast', () => {
  const broadcast = { state: 'AWAITING_BROADCAST', coordinator: 0, failed: [] } as const;
  assert.equal(isMoving(status()), true);
  assert.equal(isMoving(status({ phase: 'COMPLETE' })), false);
  assert.equal(isMoving(status({ phase: 'COMPLETE', broadcast: { ...broadcast, failed: [] } })), true);
});

test('knows whom a running session needs', () => {
  const board = new SessionBoard();
  board.put(status(), known(), 1);
  assert.equal(board.isAwaiting(ALICE), true);
  assert.equal(board.isAwaiting(`02${'dd'.repeat(32)}`), false);
  board.put(status({ phase: 'ABORTED' }), known(), 1);
  assert.equal(board.isAwaiting(ALICE), false);
});

test('leaves out the index of nobody', () => {
  assert.deepEqual(keysOf(known(), [1, 9]), [BOB]);
});

test('verifies signatures between two drawings, each once', () => {
  const jobs: (() => void)[] = [];
  let drawings = 0;
  const verifier = new Verifier(() => drawings++, (job) => jobs.push(job));
  const keys = [SecretKey.generate().publicKey, SecretKey.generate().publicKey];
  const asked = known({}, { ...request(), creator: keys[0]!, keys });
  const verdicts = () => verifier.items(asked, ['44'.repeat(64)]).map(({ verdict }) => verdict);

  assert.deepEqual(verdicts(), ['being checked']);
  assert.deepEqual(verdicts(), ['being checked']);
  assert.equal(jobs.length, 1);
  jobs[0]!();
  assert.deepEqual(verdicts(), ['invalid']);
  assert.equal(jobs.length, 1);
  assert.equal(drawings, 1);
});

test('verifies what is shown once, however much else is', () => {
  const jobs: (() => void)[] = [];
  const verifier = new Verifier(() => {}, (job) => jobs.push(job));
  const noPoint = `02${'ff'.repeat(32)}`;
  const asked = known({}, { ...request(), creator: noPoint, keys: [noPoint] });
  const shown = ['44'.repeat(64)];
  for (let number = 0; number < 12_000; number++) {
    verifier.items(asked, shown);
    verifier.items(asked, [number.toString(16).padStart(128, '0')]);
  }
  assert.equal(jobs.length, 12_001);
  for (const job of jobs) job();

  assert.equal(verifier.items(asked, shown)[0]?.verdict, 'invalid');
  verifier.items(asked, ['0'.repeat(128)]);
  assert.equal(jobs.length, 12_002, 'what was not shown for long is forgotten');
});

test('shows as many findings at a time as the page has room for', () => {
  const jobs: (() => void)[] = [];
  const verifier = new Verifier(() => {}, (job) => jobs.push(job));
  const noPoint = `02${'ff'.repeat(32)}`;
  const asked = known({}, { ...request(), creator: noPoint, keys: [noPoint] });
  for (let drawing = 0; drawing < 3; drawing++) {
    for (let number = 0; number < 4_000; number++) {
      verifier.items(asked, [number.toString(16).padStart(128, '0')]);
    }
  }
  assert.equal(jobs.length, 4_000);
});

test('does not call valid what it cannot check', () => {
  const key = SecretKey.generate().publicKey;
  const lotus = known({}, { ...request(), creator: key, keys: [key], suite: 'lotus' });
  const noPoint = known({}, { ...request(), creator: key, keys: [`02${'ff'.repeat(32)}`] });
  const verdicts = [lotus, noPoint].map((asked) => {
    const verifier = new Verifier(() => {}, (job) => job());
    verifier.items(asked, ['44'.repeat(64)]);
    return verifier.items(asked, ['44'.repeat(64)])[0]?.verdict;
  });
  assert.deepEqual(verdicts, ['not checked', 'invalid']);
});

test('tells what is new, and nothing twice', () => {
  const open = known();
  assert.match(newsOfRequest(undefined, open) ?? '', /^New: Request .* 3 signers\.$/);
  assert.equal(newsOfRequest(open, known()), undefined);
  assert.match(newsOfRequest(open, known({ awaiting: [2] })) ?? '', /2 of 3 have joined/);
  assert.match(newsOfRequest(open, known({ state: 'DECLINED' })) ?? '', /is declined/);
  assert.equal(newsOfRequest(undefined, known({ state: 'EXPIRED' })), undefined);

  const session = sessionOf(status());
  assert.match(newsOfSession(undefined, session) ?? '', /nonce exchange, 1 signer awaited/);
  assert.equal(newsOfSession(session, sessionOf(status({ awaiting: [1, 2] }))), undefined);
  assert.match(newsOfSession(session, sessionOf(status({ phase: 'COMPLETE' }))) ?? '', /: complete\./);
});
