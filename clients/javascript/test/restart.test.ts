import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../src/protocol/refusal.js';
import { Attempts } from '../src/session/attempts.js';
import { NOW, Peers } from './peers.js';
import { Play } from './play.js';

const peers = new Peers();

function resumed(): Play {
  const play = Play.afterRestart(peers).ready();
  return play.add(play.session.onStatus(peers.status('NONCE_COMMITMENT', [0, 1]), NOW));
}

/** A signer that was restarted after the nonces were exchanged. */
function restarted(earlier: Play, awaiting: number[]): Play {
  const play = Play.afterRestart(peers).ready();
  play.hear(
    'session.nonce-commitments-complete',
    peers.commitments(earlier.commitment.commitments),
  );
  play.hear('session.nonces-complete', peers.nonces(earlier.nonce.pubnonces));
  return play.add(play.session.onStatus(peers.status('PARTIAL_SIGNATURE_EXCHANGE', awaiting), NOW));
}

function assertNonceLost(play: Play): void {
  assert.deepEqual(play.all('contribute'), []);
  assert.equal(play.only('abort').code, 'NONCE_LOST');
  assert.deepEqual(play.all('expose'), []);
  const { outcome } = play.only('finish');
  assert.equal(outcome.kind === 'not-signed' && outcome.failure.code, 'NONCE_LOST');
}

test('looks before it speaks after a restart', () => {
  const play = Play.afterRestart(peers).ready();
  play.only('look');
  assert.deepEqual(play.all('contribute'), []);

  play.add(play.session.onStatus(peers.status('NONCE_COMMITMENT', [0, 1]), NOW));

  assert.ok(play.commitment);
});

test('says that it may have said something else before', () => {
  const fresh = new Play(peers).ready();
  const play = resumed();

  assert.equal(fresh.commitment.resumed, undefined);
  assert.equal(play.commitment.resumed, true);
  play.hear('session.nonce-commitments-complete', peers.commitments(play.commitment.commitments));
  assert.equal(play.nonce.resumed, true);
});

test('calls nobody a liar when its earlier word was heard first', () => {
  const earlier = new Play(peers).ready();
  const play = resumed();

  play.hear(
    'session.nonce-commitments-complete',
    peers.commitments(earlier.commitment.commitments),
  );

  assert.equal(play.only('abort').code, 'NONCE_LOST');
  assert.deepEqual(play.all('expose'), []);
  assert.equal(play.said('NONCE_EXCHANGE'), undefined);
});

test('stops when its earlier word was heard instead', () => {
  const play = resumed();

  play.add(play.session.onRefused(new Refusal('NONCE_LOST', 'said something else')));

  assert.equal(play.only('abort').code, 'NONCE_LOST');
  assert.deepEqual(play.all('expose'), []);
});

test('looks before it speaks in a later attempt', () => {
  const play = new Play(new Peers({}, 2)).ready();

  play.only('look');
  assert.deepEqual(play.all('contribute'), []);
});

test('aborts when its slot is filled by a nonce that it does not hold', () => {
  const play = Play.afterRestart(peers).ready();

  play.add(play.session.onStatus(peers.status('NONCE_COMMITMENT', [peers.bob]), NOW));

  assertNonceLost(play);
});

test('aborts when the nonce phase is over without it', () => {
  const play = Play.afterRestart(peers).ready();
  const set = peers.commitmentSet([peers.bobsCommitments, peers.bobsCommitments]);
  play.hear('session.nonce-commitments-complete', set);

  play.add(play.session.onStatus(peers.status('NONCE_EXCHANGE', [0, 1]), NOW));

  assertNonceLost(play);
});

test('aborts when another life of it contributed in the meantime', () => {
  const play = new Play(peers, { automatic: false }).ready();

  const set = peers.commitmentSet([peers.bobsCommitments, peers.bobsCommitments]);
  play.hear('session.nonce-commitments-complete', set);

  assertNonceLost(play);
});

test('only watches a session that had ended', () => {
  const play = new Play(peers).upToDecision().approve();
  const later = Play.afterRestart(peers).ready();
  later.hear(
    'session.complete',
    peers.complete(peers.nonces(play.nonce.pubnonces), play.signature),
  );

  later.add(later.session.onStatus(peers.status('COMPLETE', []), NOW));

  assert.deepEqual(later.all('contribute'), []);
  assert.deepEqual(later.all('abort'), []);
  assert.equal(later.only('finish').outcome.kind, 'signed');
});

test('does not end what it has signed', () => {
  const earlier = new Play(peers).upToDecision().approve();
  const play = restarted(earlier, [peers.bob]);
  assert.deepEqual([play.all('abort'), play.all('finish')], [[], []]);

  const nonces = peers.nonces(earlier.nonce.pubnonces);
  play.hear('session.complete', peers.complete(nonces, earlier.signature));

  assert.equal(play.only('finish').outcome.kind, 'signed');
  assert.deepEqual(play.all('contribute'), []);
});

test('believes the services when its signature overtook its abort', () => {
  const earlier = new Play(peers).upToDecision().approve();
  const play = restarted(earlier, [peers.alice, peers.bob]);
  assert.equal(play.only('abort').code, 'NONCE_LOST');
  assert.deepEqual(play.all('finish'), []);

  const nonces = peers.nonces(earlier.nonce.pubnonces);
  play.hear('session.complete', peers.complete(nonces, earlier.signature));

  assert.equal(play.only('finish').outcome.kind, 'signed');
});

test('refuses to go back to an earlier attempt', () => {
  const attempts = new Attempts();
  new Play(new Peers({}, 2), { fresh: false }, attempts).ready();
  const play = new Play(peers, { fresh: false }, attempts).ready();

  play.add(play.session.onStatus(peers.status('NONCE_COMMITMENT', [0, 1]), NOW));

  assert.equal(play.only('expose').lie, 'ATTEMPT');
  assert.deepEqual(play.all('contribute'), []);
});
