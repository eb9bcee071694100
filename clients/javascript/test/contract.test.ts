import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import {
  aggregateKeys,
  aggregateNonces,
  openSession,
  verifyPartial,
  verifySignature,
} from '../src/musig/musig.js';
import { bytesToHex, sha256, utf8ToBytes } from '../src/protocol/bytes.js';
import { canonicalText } from '../src/protocol/canonical.js';
import { holdElection, orderedKeys } from '../src/protocol/election.js';
import { Envelope, envelopeDigest, isSignedBySigner } from '../src/protocol/envelope.js';
import { refusalIn } from '../src/protocol/failure.js';
import { ERROR_CODES } from '../src/protocol/refusal.js';
import type { SigningRequest } from '../src/protocol/request.js';
import { requestIdOf, sessionIdOf } from '../src/protocol/terms.js';
import { commitmentsHash, nonceCommitment, noncesHash } from '../src/protocol/transcript.js';
import { example, names, repositoryFile, schema, shapes, signer } from './contract.js';
import { mutationsOf } from './mutations.js';

/** What the client neither reads nor signs, and what has no message of its own. */
const NOT_OURS =
  /^(crypto\..*|session\.open\..*|discovery\.record-outcome\..*|request\.end\..*|common|envelope|event|evidence|.*\.(find|get|status|events|contributions|evidence|challenge)\.request)$/;

const announcement = v.parse(Envelope, example('request.announce.request'));
const request = announcement.body as unknown as SigningRequest;

function validators(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  for (const name of names('schema')) ajv.addSchema(schema(name), `${name}.json`);
  return ajv;
}

test('reads every example of the contract that concerns a client', () => {
  const known = shapes();
  for (const name of names('schema').filter((one) => !NOT_OURS.test(one))) {
    const shape = known.get(name);
    assert.ok(shape, `${name} is not read`);
    v.parse(shape, example(name));
  }
});

test('accepts and refuses what the schemas accept and refuse', () => {
  const ajv = validators();
  let compared = 0;
  let refused = 0;
  for (const [name, shape] of shapes()) {
    const valid = ajv.getSchema(`${name}.json`);
    if (valid === undefined) continue;
    for (const { change, message } of mutationsOf(example(name))) {
      const accepted = v.is(shape, message);
      // A rule between members is beyond a schema: keys named twice, the creator among them.
      if (name === 'request.announce.request' && valid(message) === true && !accepted) continue;
      if (name === 'discovery.advertise.request' && valid(message) === true && !accepted) continue;
      assert.equal(accepted, valid(message), `${name}: ${change}`);
      compared++;
      if (!accepted) refused++;
    }
  }
  assert.ok(compared > 5_000, `only ${compared} compared`);
  assert.ok(refused > compared / 2, `only ${refused} refused`);
});

test('refuses a request whose members contradict each other', () => {
  const shape = shapes().get('request.announce.request') as v.GenericSchema;
  const [first = '', second = ''] = request.keys;
  const changes = [
    { keys: [first, first, second] },
    { keys: request.keys.filter((key) => key !== request.creator) },
    { suite: 'lotus', keyOrder: 'given' },
    {
      suite: 'lotus',
      items: [{ message: '00'.repeat(32), tweaks: [{ tweak: '01'.repeat(32), xOnly: true }] }],
    },
    { items: [{ message: '00'.repeat(32), tweaks: [{ tweak: 'f'.repeat(64), xOnly: false }] }] },
  ];
  for (const change of changes) {
    const body = { ...announcement.body, ...change };
    assert.equal(v.is(shape, { ...announcement, body }), false, JSON.stringify(change));
  }
});

test('knows the error codes of the contract and their numbers', () => {
  const rows = repositoryFile('docs/contract.md').matchAll(
    /^\| `([A-Z_]+)` \| (\d+) \| \d+ \| (yes|no) /gm,
  );
  const documented = Object.fromEntries(
    [...rows].map(([, code = '', number, again]) => [
      code,
      { number: Number(number), retryable: again === 'yes' },
    ]),
  );
  assert.deepEqual(ERROR_CODES, documented);
});

test('reads a failure with all that it says', () => {
  const failure = refusalIn(JSON.stringify(example('failure')));

  assert.equal(failure.code, 'RATE_LIMITED');
  assert.equal(failure.field, 'body.keys[1]');
  assert.equal(failure.signerIndex, 1);
  assert.equal(failure.retryAfter, 10_000);
  assert.equal(failure.retryable, true);
  assert.equal(refusalIn('no JSON', 2001).code, 'NOT_FOUND');
  assert.equal(refusalIn(undefined).code, 'INTERNAL');
});

test('verifies the signature of every signed example, and of none that was changed', () => {
  const signed = [...shapes().keys()].filter(
    (name) => name.endsWith('.request') && names('examples').includes(name),
  );
  assert.ok(signed.length >= 14);
  for (const name of signed) {
    const envelope = v.parse(Envelope, example(name));
    assert.ok(isSignedBySigner(envelope), name);
    assert.ok(!isSignedBySigner({ ...envelope, sequence: envelope.sequence + 1 }), name);
    assert.ok(!isSignedBySigner({ ...envelope, type: 'request.cancel2' }), name);
    assert.ok(!isSignedBySigner({ ...envelope, body: { ...envelope.body, surprise: 1 } }), name);
    const lonely = { ...envelope, body: { ...envelope.body, reason: '\ud800' } };
    assert.ok(!isSignedBySigner(lonely), name);
  }
});

test('signs the worked example of the contract', () => {
  const document = repositoryFile('docs/contract.md');
  const canonical = /```json canonical\n(.*)\n```/.exec(document)?.[1];
  const bytes = /\| the 32 bytes to sign \| `([0-9a-f]+)` \|/.exec(document)?.[1];
  const { signature: _, ...unsigned } = v.parse(Envelope, example('request.join.request'));

  assert.equal(canonicalText(unsigned), canonical);
  assert.equal(envelopeDigest(unsigned), bytes);
  const signature = signer('carol').signSchnorr(envelopeDigest(unsigned));
  assert.ok(isSignedBySigner({ ...unsigned, signature }));
  assert.equal(signer('carol').publicKey, unsigned.signer);
  assert.equal(
    sha256(utf8ToBytes('tutti/v1/request.join')),
    /SHA-256 of the tag `tutti\/v1\/request.join` \| `([0-9a-f]+)`/.exec(document)?.[1],
  );
});

test('derives what follows from a request', () => {
  const ready = v.parse(
    shapes().get('event.session.ready') as v.GenericSchema,
    example('event.session.ready'),
  ) as {
    data: {
      requestId: string;
      sessionId: string;
      coordinator: number;
      electionProof: string;
      attempt: number;
    };
  };
  const { data } = ready;
  const requestId = requestIdOf(announcement.body);

  assert.equal(requestId, data.requestId);
  assert.equal(sessionIdOf(requestId, request, data.attempt), data.sessionId);
  assert.equal(holdElection(request).coordinator, data.coordinator);
  assert.equal(holdElection(request).proof, data.electionProof);
});

test('computes the hashes that bind the rounds', () => {
  const committed = example('event.session.nonce-commitments-complete')['data'] as never as {
    sessionId: string;
    commitments: string[][];
    commitmentsHash: string;
  };
  const nonced = example('event.session.nonces-complete')['data'] as never as {
    pubnonces: string[][];
    noncesHash: string;
    aggnonces: string[];
  };
  const { sessionId } = committed;

  assert.equal(commitmentsHash(sessionId, committed.commitments), committed.commitmentsHash);
  assert.equal(noncesHash(sessionId, nonced.pubnonces), nonced.noncesHash);
  nonced.pubnonces.forEach((bySigner, index) => {
    const opened = bySigner.map((nonce, item) => nonceCommitment(sessionId, index, item, nonce));
    assert.deepEqual(opened, committed.commitments[index]);
  });
  nonced.aggnonces.forEach((aggregate, item) => {
    const ofItem = nonced.pubnonces.map((bySigner) => bySigner[item] ?? '');
    assert.equal(aggregateNonces(ofItem), aggregate);
  });
});

test('aggregates keys and verifies signatures as the examples do', () => {
  const { signatures } = example('event.session.complete')['data'] as never as {
    signatures: string[];
  };
  const { pubnonces, aggnonces } = example('event.session.nonces-complete')['data'] as never as {
    pubnonces: string[][];
    aggnonces: string[];
  };
  const { signerIndex, partialSigs } = example('session.share-partial-signature.request')[
    'body'
  ] as never as {
    signerIndex: number;
    partialSigs: string[];
  };

  request.items.forEach(({ message, tweaks = [] }, item) => {
    const context = aggregateKeys(orderedKeys(request), tweaks);
    const session = openSession(context, aggnonces[item] ?? '', message);
    const nonces = pubnonces.map((bySigner) => bySigner[item] ?? '');
    assert.ok(verifySignature(context, message, signatures[item] ?? ''));
    assert.ok(!verifySignature(context, bytesToHex(new Uint8Array(32)), signatures[item] ?? ''));
    assert.ok(verifyPartial(session, partialSigs[item] ?? '', nonces, signerIndex));
    assert.ok(!verifyPartial(session, partialSigs[item] ?? '', nonces, signerIndex === 0 ? 1 : 0));
    assert.ok(!verifyPartial(session, 'ff'.repeat(32), nonces, signerIndex));
  });
});
