import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hex } from '../src/protocol/bytes.js';
import type { Envelope } from '../src/protocol/envelope.js';
import type { EventData } from '../src/protocol/events.js';
import { Refusal } from '../src/protocol/refusal.js';
import type { SigningRequest } from '../src/protocol/request.js';
import { requestIdOf } from '../src/protocol/terms.js';
import { type Lie, LIES } from '../src/session/lie.js';
import { verifyRequest } from '../src/session/verifiedRequest.js';
import { ALICE, BOB, envelope, hash, MALLORY, NOW, Peers } from './peers.js';
import { Play } from './play.js';

type Ready = EventData<'session.ready'>;
type Script = (peers: Peers, play: Play) => void;

/** Services show something that is not true: nothing is signed, and the reason is a typed one. */
function lie(of: Lie, what: string, script: Script): void {
  test(`${of}: ${what}`, () => {
    const peers = new Peers();
    const play = new Play(peers);

    script(peers, play);
    play.approve();

    assert.equal(play.said('PARTIAL_SIGNATURE_EXCHANGE'), undefined);
    assert.equal(play.only('expose').lie, of);
    const { outcome } = play.only('finish');
    assert.equal(outcome.kind === 'not-signed' && outcome.failure.code, LIES[of][0]);
  });
}

function opening(of: Lie, what: string, change: (peers: Peers) => Partial<Ready>): void {
  lie(of, what, (peers, play) =>
    play.hear('session.ready', { ...peers.ready(), ...change(peers) }),
  );
}

function committed(of: Lie, what: string, change: (p: Peers, set: Hex[][]) => Hex[][]): void {
  lie(of, what, (peers, play) => {
    play.ready();
    const honest = peers.inOrder(play.commitment.commitments, peers.bobsCommitments);
    play.hear('session.nonce-commitments-complete', peers.commitmentSet(change(peers, honest)));
  });
}

function nonced(of: Lie, what: string, change: (p: Peers, set: Hex[][]) => Hex[][]): void {
  lie(of, what, (peers, play) => {
    play.ready();
    play.hear('session.nonce-commitments-complete', peers.commitments(play.commitment.commitments));
    const honest = peers.inOrder(play.nonce.pubnonces, peers.bobsNonces);
    const set = change(peers, honest);
    play.hear('session.nonces-complete', peers.nonceSet(set, peers.aggregates(honest)));
  });
}

function shown(
  of: Lie,
  what: string,
  change: (
    nonces: EventData<'session.nonces-complete'>,
  ) => Partial<EventData<'session.nonces-complete'>>,
): void {
  lie(of, what, (peers, play) => {
    play.ready();
    play.hear('session.nonce-commitments-complete', peers.commitments(play.commitment.commitments));
    const honest = peers.nonces(play.nonce.pubnonces);
    play.hear('session.nonces-complete', { ...honest, ...change(honest) });
  });
}

function fetched(what: string, page: (peers: Peers, play: Play) => Envelope[]): void {
  lie('CONTRIBUTIONS', what, (peers, play) => {
    play.ready();
    const { commitments: _, ...shown } = peers.commitments(play.commitment.commitments);
    play.hear('session.nonce-commitments-complete', shown);
    play.add(play.session.onContributions('nonce-commitments', page(peers, play), NOW));
  });
}

const changedBody = (real: Envelope, change: object): Envelope => ({
  ...real,
  body: { ...real.body, ...change },
});

function ofOthers(peers: Peers): Partial<Ready> {
  const keys = [BOB.publicKey, MALLORY.publicKey];
  const request = envelope(BOB, 'request.announce', { ...peers.request, keys } as SigningRequest);
  return { request, requestId: requestIdOf(request.body) };
}

const resigned = (peers: Peers) => envelope(MALLORY, 'request.announce', peers.request);

for (const [field, change] of [
  ['scheme', { scheme: 'psbt', psbt: 'cHNidP8=' }],
  ['items.0.keys', { items: [{ message: hash('first'), keys: [ALICE.publicKey] }] }],
  ['surprise', { surprise: 1 }],
] as const) {
  test(`blames nobody for what it does not understand, and signs nothing: ${field}`, () => {
    const peers = new Peers();
    const play = new Play(peers);
    const request = envelope(BOB, 'request.announce', { ...peers.request, ...change } as never);

    play.hear('session.ready', { ...peers.ready(), request, requestId: requestIdOf(request.body) });
    play.approve();

    assert.equal(play.said('NONCE_COMMITMENT'), undefined);
    const { outcome } = play.only('finish');
    assert.ok(outcome.kind === 'not-signed');
    assert.equal(outcome.failure.code, 'REFUSED_BY_POLICY');
    assert.match(outcome.failure.message, new RegExp(field.replaceAll('.', '\\.')));
    assert.deepEqual(play.all('expose'), []);
  });
}

opening('REQUEST_SIGNATURE', 'signed by another', (p) => ({ request: resigned(p) }));
opening('REQUEST_SIGNATURE', 'a body was changed', (p) => ({
  request: changedBody(p.announcement, { purpose: 'something else' }),
}));
opening('REQUEST_ID', 'another id', () => ({ requestId: hash('x') }));
opening('REQUEST_SHAPE', 'no request at all', (p) => ({ request: p.join(ALICE) }));
opening('REQUEST_SHAPE', 'an unknown member', (p) => ({
  request: changedBody(p.announcement, { surprise: 1 }),
}));
opening('NOT_NAMED', 'a request of others', ofOthers);
opening('INVALID_KEY', 'a key that is no point', (p) => {
  const keys = [...p.request.keys, `02${'ff'.repeat(32)}`];
  const request = envelope(BOB, 'request.announce', { ...p.request, keys });
  return { request, requestId: requestIdOf(request.body) };
});
opening('ATTEMPT', 'an attempt beyond the last', () => ({ attempt: 4 }));
opening('SESSION_ID', "another attempt's id", () => ({ attempt: 2 }));
opening('SESSION_ID', 'another id', () => ({ sessionId: hash('x') }));
opening('ELECTION', 'another coordinator', (p) => ({ coordinator: 1 - p.ready().coordinator }));
opening('ELECTION', 'another draw', () => ({ electionProof: hash('proof') }));
opening('PHASE', 'a later phase', () => ({ phase: 'NONCE_EXCHANGE' }));
opening('JOINS', 'a join is missing', (p) => ({ joins: [p.announcement] }));
opening('JOINS', 'a join by a stranger', (p) => ({ joins: [p.join(MALLORY)] }));
opening('JOINS', 'a stranger besides', (p) => ({ joins: [p.join(ALICE), p.join(MALLORY)] }));
opening('JOINS', 'a forged join', (p) => ({ joins: [{ ...p.join(ALICE), sequence: 2 }] }));
opening('JOINS', 'a join at another index', (p) => ({ joins: [p.join(ALICE, p.bob)] }));
opening('JOINS', 'a join of another request', (p) => ({
  joins: [envelope(ALICE, 'request.join', { requestId: hash('other'), signerIndex: p.alice })],
}));
opening('JOINS', 'a join with an unknown member', (p) => ({
  joins: [changedBody(p.join(ALICE), { surprise: 1 })],
}));

committed('OWN_COMMITMENT', 'own replaced', (p, set) =>
  set.map((list, index) => (index === p.alice ? [hash('a'), hash('b')] : list)),
);
committed('COMMITMENTS_SIZE', 'one signer missing', (_, set) => set.slice(0, 1));
committed('COMMITMENTS_SIZE', 'one item missing', (_, set) => set.map((list) => list.slice(0, 1)));
lie('COMMITMENTS_HASH', 'another hash', (peers, play) => {
  play.ready();
  const honest = peers.commitments(play.commitment.commitments);
  play.hear('session.nonce-commitments-complete', { ...honest, commitmentsHash: hash('x') });
});

nonced('OWN_NONCE', 'own replaced', (p, set) =>
  set.map((list, index) => (index === p.alice ? new Peers().bobsNonces : list)),
);
nonced('UNOPENED_COMMITMENT', 'another nonce of Bob', (p, set) =>
  set.map((list, index) => (index === p.bob ? new Peers().bobsNonces : list)),
);
nonced('NONCES_SIZE', 'one signer missing', (_, set) => set.slice(0, 1));
nonced('NONCES_SIZE', 'one item missing', (_, set) => set.map((list) => list.slice(0, 1)));
shown('NONCES_HASH', 'another hash', () => ({ noncesHash: hash('x') }));
shown('AGGREGATE_NONCE', 'others', ({ aggnonces }) => ({ aggnonces: [...aggnonces].reverse() }));
shown('AGGREGATE_NONCE', 'one too many', ({ aggnonces }) => ({
  aggnonces: [...aggnonces, ...aggnonces.slice(0, 1)],
}));
shown('AGGREGATE_NONCE', 'none', () => ({ aggnonces: [] }));

lie('PHASE', 'nonces before the commitments', (peers, play) => {
  play.ready();
  play.hear('session.nonces-complete', peers.nonces(peers.bobsNonces));
});
lie('PHASE', 'a result before a session', (peers, play) =>
  play.hear('session.complete', { sessionId: peers.id, signatures: [] }),
);
lie('FINAL_SIGNATURE', 'an invalid result', (peers, play) => {
  const zero = '00'.repeat(64);
  play.upToDecision().hear('session.complete', { sessionId: peers.id, signatures: [zero, zero] });
});
lie('FINAL_SIGNATURE', 'too few results', (peers, play) =>
  play.upToDecision().hear('session.complete', { sessionId: peers.id, signatures: [] }),
);
lie('TRANSCRIPT', 'a refusal over the set that was seen', (_, play) =>
  play.ready().add(play.session.onRefused(new Refusal('CONFLICT', 'another set'))),
);
lie('REQUEST_EXPIRED', "opened after the request's end", (peers, play) =>
  play.hear('session.ready', peers.ready(), peers.request.expiresAt + 10_001),
);

fetched('one is missing', (p) => [p.commitmentEnvelope(BOB, p.bobsCommitments)]);
fetched('one is of another type', (p) =>
  p.inOrder(p.join(ALICE), p.commitmentEnvelope(BOB, p.bobsCommitments)),
);
fetched('one is of another signer', (p, play) =>
  p.inOrder(
    envelope(MALLORY, 'session.commit-nonce', play.commitment),
    p.commitmentEnvelope(BOB, p.bobsCommitments),
  ),
);
fetched('one is of another session', (p, play) =>
  p.inOrder(
    envelope(ALICE, 'session.commit-nonce', { ...play.commitment, sessionId: hash('other') }),
    p.commitmentEnvelope(BOB, p.bobsCommitments),
  ),
);

test('INVALID_NONCE: where nobody committed', () => {
  const peers = new Peers({ nonceCommitments: false });
  const play = new Play(peers).ready();
  const invalid = '00'.repeat(66);
  const good = peers.nonces(play.nonce.pubnonces);
  const set = peers.inOrder(play.nonce.pubnonces, [invalid, invalid]);

  play.hear('session.nonces-complete', peers.nonceSet(set, good.aggnonces)).approve();

  assert.equal(play.only('expose').lie, 'INVALID_NONCE');
  assert.match(play.only('expose').detail, new RegExp(`signer ${peers.bob} for item 0`));
  assert.equal(play.said('PARTIAL_SIGNATURE_EXCHANGE'), undefined);
});

test('says nothing about a session that it was never named in', () => {
  const peers = new Peers();
  const play = new Play(peers);

  play.hear('session.ready', { ...peers.ready(), request: resigned(peers) });

  assert.deepEqual(play.all('abort'), []);
});

test('looks at another announcement than the one that it has verified', () => {
  const peers = new Peers();
  const known = verifyRequest(peers.announcement, peers.requestId, ALICE.publicKey);
  const play = new Play(peers, { known });

  play.hear('session.ready', { ...peers.ready(), request: resigned(peers) });

  assert.equal(play.only('expose').lie, 'REQUEST_SIGNATURE');
});
