import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventData, EventType, Happening } from '../src/protocol/events.js';
import { Refusal } from '../src/protocol/refusal.js';
import { bytesToHex } from '../src/protocol/bytes.js';
import { requestIdOf } from '../src/protocol/terms.js';
import { ALICE, BOB, envelope, NOW, Peers } from './peers.js';
import { Play } from './play.js';

const isWrongPhase = (error: unknown) => error instanceof Refusal && error.code === 'WRONG_PHASE';

test('goes through all rounds and verifies the result', () => {
  const peers = new Peers();
  const play = new Play(peers).upToDecision();
  const nonces = peers.nonces(play.nonce.pubnonces);
  play.approve();
  const complete = peers.complete(nonces, play.signature);
  play.hear('session.complete', complete);

  assert.deepEqual(play.only('finish').outcome, {
    kind: 'signed',
    signatures: complete.signatures,
  });
  const seen = peers.commitments(play.commitment.commitments).commitmentsHash;
  assert.equal(play.nonce.commitmentsHash, seen);
  assert.equal(play.signature.noncesHash, nonces.noncesHash);
  assert.equal(play.all('report').length, 4);
  assert.deepEqual(play.all('abort'), []);
});

test('leaves the commitment round out where the request does', () => {
  const peers = new Peers({ nonceCommitments: false });
  const play = new Play(peers).ready();
  const nonces = peers.nonces(play.nonce.pubnonces);
  play.hear('session.nonces-complete', nonces).approve();
  play.hear('session.complete', peers.complete(nonces, play.signature));

  assert.equal(play.said('NONCE_COMMITMENT'), undefined);
  assert.equal(play.nonce.commitmentsHash, undefined);
  assert.equal(play.session.outcome?.kind, 'signed');
});

test('fetches what an event leaves out', () => {
  const peers = new Peers();
  const { request: _r, joins: _j, ...bare } = peers.ready();
  const play = new Play(peers).hear('session.ready', bare);
  play.only('fetch-request');
  assert.equal(play.only('fetch-contributions').kind, 'joins');
  play.add(play.session.onRequest(peers.announcement, NOW));
  assert.equal(play.said('NONCE_COMMITMENT'), undefined);
  play.add(play.session.onContributions('joins', [peers.join(ALICE)], NOW));

  const { commitments, ...shown } = peers.commitments(play.commitment.commitments);
  play.hear('session.nonce-commitments-complete', shown);
  assert.equal(play.said('NONCE_EXCHANGE'), undefined);
  const said = peers
    .inOrder(ALICE, BOB)
    .map((by, index) => peers.commitmentEnvelope(by, commitments?.[index] ?? []));
  play.add(play.session.onContributions('nonce-commitments', said, NOW));

  const { pubnonces, ...named } = peers.nonces(play.nonce.pubnonces);
  play.hear('session.nonces-complete', named);
  const nonces = peers
    .inOrder(ALICE, BOB)
    .map((by, index) => peers.nonceEnvelope(by, pubnonces?.[index] ?? [], shown.commitmentsHash));
  play.add(play.session.onContributions('nonces', nonces, NOW));

  play.only('ask-policy');
});

test('keeps what arrives while it fetches', () => {
  const peers = new Peers();
  const { request: _, ...bare } = peers.ready();
  const play = new Play(peers).hear('session.ready', bare).hear('session.aborted', aborted(peers));
  assert.deepEqual(play.all('finish'), []);

  play.add(play.session.onRequest(peers.announcement, NOW));

  const { outcome } = play.only('finish');
  assert.equal(outcome.kind === 'not-signed' && outcome.phase, 'ABORTED');
});

test('signs nothing without the approval of the policy', () => {
  const play = new Play(new Peers()).upToDecision();

  play.add(play.session.onDecision(false, 'too much')).approve();

  assert.equal(play.said('PARTIAL_SIGNATURE_EXCHANGE'), undefined);
  assert.deepEqual(play.only('abort'), {
    do: 'abort',
    code: 'REFUSED_BY_POLICY',
    reason: 'too much',
  });
});

test('signs once whatever is repeated', () => {
  const peers = new Peers();
  const play = new Play(peers).upToDecision();
  const nonces = peers.nonces(play.nonce.pubnonces);
  play.approve();

  play.ready();
  play.hear('session.nonce-commitments-complete', peers.commitments(play.commitment.commitments));
  play.hear('session.nonces-complete', nonces).approve();
  play.add(play.session.onStatus(peers.status('NONCE_COMMITMENT', [0, 1]), NOW));

  assert.equal(play.all('contribute').length, 3);
});

test('does not sign for a second set of nonces', () => {
  const peers = new Peers();
  const play = new Play(peers).upToDecision().approve();

  const other = peers.inOrder(play.nonce.pubnonces, new Peers().bobsNonces);
  play.hear('session.nonces-complete', peers.nonceSet(other)).approve();

  assert.equal(play.all('contribute').length, 3);
});

test('uses fresh nonces in every session', () => {
  const peers = new Peers();

  assert.notDeepEqual(
    new Play(peers).ready().commitment.commitments,
    new Play(peers).ready().commitment.commitments,
  );
});

test('starts rounds on demand and refuses them out of order', () => {
  const peers = new Peers();
  const play = new Play(peers, { automatic: false }).ready();
  assert.deepEqual(play.all('contribute'), []);
  assert.throws(() => play.session.start('NONCE_EXCHANGE'), isWrongPhase);
  assert.throws(() => play.session.start('PARTIAL_SIGNATURE_EXCHANGE'), isWrongPhase);

  play.add(play.session.start('NONCE_COMMITMENT'));
  assert.throws(() => play.session.start('NONCE_COMMITMENT'), isWrongPhase);
  play.hear('session.nonce-commitments-complete', peers.commitments(play.commitment.commitments));
  play.add(play.session.start('NONCE_EXCHANGE'));
  play.hear('session.nonces-complete', peers.nonces(play.nonce.pubnonces));
  assert.deepEqual(play.all('ask-policy'), []);
  play.add(play.session.start('PARTIAL_SIGNATURE_EXCHANGE')).approve();

  assert.ok(play.signature);
});

test('gives up when nothing is heard past the deadline', () => {
  const play = new Play(new Peers()).upToDecision();

  play.add(play.session.onTime(NOW + 11_000));
  assert.deepEqual(play.all('finish'), []);
  play.add(play.session.onTime(NOW + 11_001)).approve();

  const { outcome } = play.only('finish');
  assert.equal(outcome.kind === 'not-signed' && outcome.phase, 'EXPIRED');
  assert.equal(play.said('PARTIAL_SIGNATURE_EXCHANGE'), undefined);
});

test('ends as the services say and signs nothing afterwards', () => {
  const sessionId = new Peers().id;
  const endings: { [T in EventType]?: EventData<T> } = {
    'session.aborted': { sessionId, abortedBy: 1 },
    'session.failed': { sessionId, code: 'EQUIVOCATION', message: 'twice', culprit: 1 },
    'session.expired': { sessionId, phase: 'NONCE_EXCHANGE', missing: [1] },
    'session.closed': { sessionId },
  };
  for (const [type, data] of Object.entries(endings)) {
    const play = new Play(new Peers()).upToDecision();
    play.add(play.session.onEvent({ type, data } as Happening, NOW)).approve();

    assert.equal(play.only('finish').outcome.kind, 'not-signed');
    assert.equal(play.said('PARTIAL_SIGNATURE_EXCHANGE'), undefined);
    assert.deepEqual(play.all('abort'), []);
  }
});

test('blames nobody where the services have lost the rounds', () => {
  const peers = new Peers();
  const play = new Play(peers).upToDecision();

  play.hear('session.expired', { sessionId: peers.id, phase: 'NONCE_EXCHANGE', missing: [] });

  const { outcome } = play.only('finish');
  assert.deepEqual(outcome.kind === 'not-signed' && outcome.failure, {
    code: 'UNAVAILABLE',
    message: 'the services have lost the rounds of the session',
  });
});

test('contributes nothing after it withdrew', () => {
  const peers = new Peers();
  const play = new Play(peers).upToDecision();
  play.session.withdraw();

  play.approve().hear('session.aborted', aborted(peers));

  assert.equal(play.said('PARTIAL_SIGNATURE_EXCHANGE'), undefined);
  play.only('finish');
});

test('contributes nothing if it withdrew before the session opened', () => {
  const play = new Play(new Peers());
  play.session.withdraw();

  play.ready();

  assert.deepEqual(play.all('contribute'), []);
  play.only('stay-out');
});

test('asks what became of the session when it is late', () => {
  const play = new Play(new Peers()).ready();

  play.add(play.session.onRefused(new Refusal('WRONG_PHASE', 'late')));

  play.only('look');
  assert.deepEqual(play.all('finish'), []);
});

test('aborts with the reason when its contribution is refused for good', () => {
  const play = new Play(new Peers()).ready();

  play.add(play.session.onRefused(new Refusal('MALFORMED', 'odd')));

  assert.equal(play.only('abort').code, 'MALFORMED');
  play.only('finish');
});

test('follows the order to broadcast and ignores ones to strangers', () => {
  const peers = new Peers();
  const play = new Play(peers).upToDecision().approve();
  const { id: sessionId, alice: coordinator } = peers;
  play.hear('session.complete', peers.complete(peers.nonces(play.nonce.pubnonces), play.signature));
  play.hear('session.should-broadcast', { sessionId, coordinator, deadline: NOW });
  assert.ok(play.session.broadcast.isOn(peers.alice));

  play.hear('session.should-broadcast', { sessionId, coordinator: 7, deadline: NOW });

  assert.equal(play.session.broadcast.order, undefined);
});

test('takes no part in a suite that it cannot sign in', () => {
  const peers = new Peers();
  const body = { ...peers.request, suite: 'lotus', items: [{ message: '00'.repeat(32) }] };
  const request = envelope(BOB, 'request.announce', body);
  const play = new Play(peers);

  play.hear('session.ready', { ...peers.ready(), request, requestId: requestIdOf(request.body) });

  assert.equal(play.only('abort').code, 'REFUSED_BY_POLICY');
  assert.deepEqual(play.all('expose'), []);
  assert.deepEqual(play.all('contribute'), []);
});

test('shows no secret in what it wants done', () => {
  const play = new Play(new Peers()).upToDecision().approve();
  const shown = JSON.stringify([play.actions, ALICE, { key: ALICE }, String(ALICE)]);

  const secret = ALICE.use((bytes) => bytesToHex(bytes));
  assert.ok(!shown.includes(secret));
});

function aborted(peers: Peers): EventData<'session.aborted'> {
  return { sessionId: peers.id, abortedBy: peers.bob };
}
