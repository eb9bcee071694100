import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { approve } from '../src/agent/policy.js';
import { SigningFailed } from '../src/agent/signingFailed.js';
import { aggregateKeys, verifySignature } from '../src/musig/musig.js';
import { bytesToHex } from '../src/protocol/bytes.js';
import { orderedKeys } from '../src/protocol/election.js';
import { Refusal } from '../src/protocol/refusal.js';
import { Company, fast, requestBy, SOON } from './company.js';
import { ALICE, BOB, MALLORY } from './peers.js';

let company: Company;
beforeEach(() => (company = new Company()));
afterEach(() => company.close());

const failed = (ending: string, code: string) => (error: unknown) =>
  error instanceof SigningFailed && error.ending === ending && error.code === code;
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

test('signs what three signers agree on', async () => {
  const alice = await company.hire(ALICE);
  await company.hire(BOB);
  await company.hire(MALLORY);
  const request = requestBy(ALICE, [BOB, MALLORY]);

  const handle = await alice.announce(request);
  const signatures = await handle.signatures(SOON);

  request.items.forEach(({ message, tweaks = [] }, item) => {
    const context = aggregateKeys(orderedKeys(request), tweaks);
    assert.ok(verifySignature(context, message, signatures[item] ?? ''));
  });
  assert.deepEqual(company.all('lie'), []);
  assert.deepEqual(company.all('error'), []);
  assert.deepEqual(await alice.signaturesOfRequest(handle.requestId), signatures);
  const order = await company.heard('broadcast');
  assert.deepEqual(order.signatures, signatures);
});

test('says no secret', async () => {
  const alice = await company.hire(ALICE);
  await company.hire(BOB);
  await (await alice.announce(requestBy(ALICE, [BOB]))).signatures(SOON);

  const shown = company.services.post.wire.join() + JSON.stringify(company.told);
  for (const key of [ALICE, BOB]) {
    assert.ok(!shown.includes(key.use((bytes) => bytesToHex(bytes))));
  }
});

test('fetches the events that do not arrive', async () => {
  const { lost } = company.services;
  for (const type of ['session.ready', 'session.nonces-complete', 'session.complete'] as const)
    lost.add(type);
  const alice = await company.hire(ALICE);
  await company.hire(BOB);

  const handle = await alice.announce(requestBy(ALICE, [BOB]));

  assert.equal((await handle.signatures(SOON)).length, 2);
});

test('looks for what it missed when the connection is back', async () => {
  const { services } = company;
  services.lost.add('session.complete').add('session.should-broadcast');
  const alice = await company.hire(ALICE, { limits: { syncInterval: 600_000 } });
  const handle = await alice.announce(requestBy(ALICE, []));
  await company.heard('session.nonces-complete');
  await assert.rejects(handle.signatures({ timeout: 300 }), refused('TIMEOUT'));

  services.post.comeBack();

  assert.equal((await handle.signatures(SOON)).length, 2);
});

test('says the very same again while nobody answers', async () => {
  const { services } = company;
  services.refusals.set('tutti.session.share-nonce', { code: 'UNAVAILABLE', times: 3 });
  services.refusals.set('tutti.request.announce', { code: 'OVERLOADED', times: 2 });
  const alice = await company.hire(ALICE);

  await (await alice.announce(requestBy(ALICE, []))).signatures(SOON);

  const said = services.post.wire.filter((text) => text.includes('"tutti.session.share-nonce"'));
  assert.equal(said.length, 4);
  assert.equal(new Set(said).size, 1);
});

test('counts on after a refusal as replay', async () => {
  company.services.refusals.set('tutti.session.commit-nonce', { code: 'REPLAY', times: 1 });
  const alice = await company.hire(ALICE);

  await (await alice.announce(requestBy(ALICE, []))).signatures(SOON);

  const said = company.services.post.wire.filter((text) =>
    text.includes('"tutti.session.commit-nonce"'),
  );
  assert.deepEqual(
    said.map((text) => JSON.parse(text).body.sequence),
    [1, 17],
  );
});

test('aborts where the services lie, and signs nothing', async () => {
  company.services.tamper = (type, data) =>
    type === 'session.nonces-complete'
      ? { ...data, aggnonces: [...(data['aggnonces'] as string[])].reverse() }
      : data;
  const alice = await company.hire(ALICE);

  const handle = await alice.announce(requestBy(ALICE, []));

  await assert.rejects(handle.signatures(SOON), failed('FAILED', 'INVALID_NONCE'));
  assert.equal((await company.heard('lie')).lie, 'AGGREGATE_NONCE');
  assert.deepEqual(
    company.services.aborts.map((body) => body['code']),
    ['INVALID_NONCE'],
  );
  assert.ok(!company.services.post.wire.some((text) => text.includes('partialSigs')));
});

test('blames nobody without evidence', async () => {
  const alice = await company.hire(ALICE);
  await company.hire(BOB, { drive: 'manual' });
  const handle = await alice.announce(requestBy(ALICE, [BOB]));
  await company.heard('session.ready');
  company.services.phase = 'FAILED';
  company.services.emit('session.failed', { code: 'EQUIVOCATION', message: 'twice', culprit: 1 });

  await assert.rejects(handle.signatures(SOON), (error: unknown) => {
    assert.ok(error instanceof SigningFailed);
    assert.equal(error.failure.culprit, undefined);
    assert.match(error.failure.message, /twice; nobody was shown to be at fault/);
    return true;
  });
});

test('signs a later attempt with fresh nonces', async () => {
  let rejected = 0;
  const alice = await company.hire(ALICE);
  await company.hire(BOB, {
    policy: ({ stage }) => {
      if (stage === 'SIGN' && rejected++ === 0) throw new Error('not now');
      return approve;
    },
  });
  const handle = await alice.announce(requestBy(ALICE, [BOB]));
  await assert.rejects(handle.signatures(SOON), failed('ABORTED', 'REFUSED_BY_POLICY'));
  const first = company.services.sessionId;

  const { sessionId } = await alice.retry(first);

  assert.notEqual(sessionId, first);
  assert.equal((await alice.signaturesOfSession(sessionId, SOON)).length, 2);
  const nonces = company.services.post.wire.filter((text) =>
    text.startsWith('{"address":"tutti.session.share-nonce"'),
  );
  assert.equal(
    new Set(nonces.map((text) => JSON.stringify(JSON.parse(text).body.body.pubnonces))).size,
    4,
  );
});

test('broadcasts and confirms when it is its turn', async () => {
  const alice = await company.hire(ALICE, {
    broadcaster: async ({ signatures }) => `tx of ${signatures.length}`,
  });

  await (await alice.announce(requestBy(ALICE, []))).signatures(SOON);

  await until(() =>
    company.services.post.wire.some(
      (text) => text.includes('tutti.session.confirm-broadcast') && text.includes('tx of 2'),
    ),
  );
  assert.deepEqual(company.all('broadcast'), []);
});

test('reports that it could not broadcast', async () => {
  const alice = await company.hire(ALICE, {
    broadcaster: () => Promise.reject(new Error('no chain')),
  });

  await (await alice.announce(requestBy(ALICE, []))).signatures(SOON);

  await until(() =>
    company.services.post.wire.some(
      (text) => text.includes('report-broadcast-failure') && text.includes('no chain'),
    ),
  );
});

test('gives up by its own clock when the services say nothing more', async () => {
  const time = fast(50);
  company.services.refusals.set('tutti.session.commit-nonce', { code: 'UNAVAILABLE', times: 1e9 });
  const limits = { syncInterval: 100, phaseTimeout: 500 };
  const alice = await company.hire(ALICE, { time, limits, callDeadline: 1_000 });

  const handle = await alice.announce(requestBy(ALICE, []));

  await assert.rejects(handle.signatures(SOON), failed('EXPIRED', 'TIMEOUT'));
});

test('ends every wait when the caller wants it to', async () => {
  const alice = await company.hire(ALICE);
  const handle = await alice.announce(requestBy(ALICE, [BOB]));
  const abort = new AbortController();
  const waiting = handle.signatures({ signal: abort.signal });

  abort.abort(new Error('enough'));

  await assert.rejects(waiting, /enough/);
  await assert.rejects(handle.signatures({ signal: abort.signal }), /enough/);
  await assert.rejects(alice.withdraw({ signal: abort.signal }), /enough/);
  assert.deepEqual(company.services.post.said('tutti.discovery.withdraw'), []);
});

test('starts rounds when it is told to', async () => {
  const alice = await company.hire(ALICE, { drive: 'manual' });
  const handle = await alice.announce(requestBy(ALICE, []));
  const { sessionId } = await company.heard('session.ready');
  await assert.rejects(alice.startRound(sessionId, 'NONCE_EXCHANGE'), refused('WRONG_PHASE'));

  await alice.startRound(sessionId, 'NONCE_COMMITMENT', SOON);
  await company.heard('session.nonce-commitments-complete');
  await alice.startRound(sessionId, 'NONCE_EXCHANGE', SOON);
  await company.heard('session.nonces-complete');
  await alice.startRound(sessionId, 'PARTIAL_SIGNATURE_EXCHANGE', SOON);

  assert.equal((await handle.signatures(SOON)).length, 2);
});

test('contributes nothing after it aborted', async () => {
  const alice = await company.hire(ALICE, { drive: 'manual' });
  const handle = await alice.announce(requestBy(ALICE, []));
  const { sessionId } = await company.heard('session.ready');

  await alice.abort(sessionId, 'changed my mind');

  await assert.rejects(handle.signatures(SOON), failed('ABORTED', 'CONFLICT'));
  await assert.rejects(alice.startRound(sessionId, 'NONCE_COMMITMENT'), refused('WRONG_PHASE'));
});

test('fails what waits when it is closed', async () => {
  const alice = await company.hire(ALICE);
  const handle = await alice.announce(requestBy(ALICE, [BOB]));

  alice.close();

  await assert.rejects(handle.signatures(SOON), failed('CLOSED', 'UNAVAILABLE'));
  await assert.rejects(alice.findRequests(), refused('UNAVAILABLE'));
});

test('survives listeners that throw', async () => {
  const alice = await company.hire(ALICE);
  alice.on('session.ready', () => {
    throw new Error('listener');
  });

  await (await alice.announce(requestBy(ALICE, []))).signatures(SOON);

  assert.match(String(await company.heard('error')), /listener/);
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + SOON.timeout;
  while (!condition()) {
    if (Date.now() > deadline) assert.fail('it did not happen in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
