import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { Context, DEFAULT_LIMITS } from '../src/agent/context.js';
import { checkedEvidence, provenOutcome } from '../src/agent/proofs.js';
import type { Bus } from '../src/bus/bus.js';
import { aggregateKeys, aggregateNonces, openSession } from '../src/musig/musig.js';
import { NonceVault } from '../src/musig/nonceVault.js';
import type { Hex } from '../src/protocol/bytes.js';
import type { JsonObject } from '../src/protocol/canonical.js';
import { type Envelope, envelopeDigest } from '../src/protocol/envelope.js';
import { verdictOn } from '../src/protocol/evidence.js';
import type { SigningRequest } from '../src/protocol/request.js';
import { Evidence } from '../src/protocol/session.js';
import { requestIdOf, sessionIdOf } from '../src/protocol/terms.js';
import { noncesHash } from '../src/protocol/transcript.js';
import type { Outcome } from '../src/session/outcome.js';
import { SYSTEM_TIME } from '../src/time.js';
import { example, signer } from './contract.js';

const FAULTS = ['equivocation', 'commitment-mismatch', 'invalid-partial-signature'];
const evidence = (fault: string) => v.parse(Evidence, example(`evidence.${fault}`));

/** Why it proves nothing; what was not checked is another matter. */
function flawOf(shown: Evidence): string | undefined {
  const verdict = verdictOn(shown);
  assert.notEqual(verdict.kind, 'unchecked');
  return verdict.kind === 'unproven' ? verdict.why : undefined;
}

function said(by: string, of: Envelope, body: JsonObject): Envelope {
  const { signature: _, ...unsigned } = { ...of, body, signer: signer(by).publicKey };
  return { ...unsigned, signature: signer(by).signSchnorr(envelopeDigest(unsigned)) };
}

test('believes the evidence of the examples', () => {
  for (const fault of FAULTS) assert.equal(flawOf(evidence(fault)), undefined, fault);
});

test('believes nothing that was changed', () => {
  for (const fault of FAULTS) {
    const real = evidence(fault);
    const [first, ...others] = real.statements as [Envelope, ...Envelope[]];
    const changes: Partial<Evidence>[] = [
      { attempt: real.attempt + 1 },
      { sessionId: '00'.repeat(32) },
      { signerIndex: (real.signerIndex + 1) % 2 },
      { signerIndex: 99 },
      { request: { ...real.request, sequence: real.request.sequence + 1 } },
      { request: first },
      { statements: [{ ...first, sequence: first.sequence + 7 }, ...others] },
      { statements: [said('mallory', first, first.body), ...others] },
      { statements: [first, first] },
      { code: 'TIMEOUT' },
    ];
    for (const change of changes) {
      const flaw = flawOf({ ...real, ...change });
      assert.notEqual(flaw, undefined, `${fault}: ${JSON.stringify(Object.keys(change))}`);
    }
  }
});

test('accuses nobody for nonces that it did not sign for', () => {
  const real = evidence('invalid-partial-signature');
  const swapped = [...(real.pubnonces ?? [])].reverse();

  assert.match(flawOf({ ...real, pubnonces: swapped }) ?? '', /not those that the accused signed/);
  const { pubnonces: _, ...without } = real;
  assert.match(flawOf(without) ?? '', /not those that the accused signed/);
});

const withoutHoles = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
const MESSAGE = 'ab'.repeat(32);
const byKey = (one: string, other: string) =>
  signer(one).publicKey < signer(other).publicKey ? -1 : 1;

/** What the first of two signers said about an item that both sign with other keys, as in a PSBT. */
function ofPsbt(change: (partial: Hex) => Hex, more: object = {}): Evidence {
  const [first, second] = ['alice', 'bob'].sort(byKey) as [string, string];
  // Whose key is smaller is the other way round for the item.
  const own = ['carol', 'dave'].sort(byKey).reverse().map(signer);
  const body: JsonObject = withoutHoles({
    creator: signer(first).publicKey,
    keys: [signer(second).publicKey, signer(first).publicKey],
    items: [{ message: MESSAGE, keys: own.map((key) => key.publicKey) }],
    scheme: 'psbt',
    psbt: 'cHNidP8A',
    expiresAt: 2_000_000_000_000,
    ...more,
  });
  const sessionId = sessionIdOf(requestIdOf(body), body as unknown as SigningRequest, 1);
  const context = aggregateKeys([...own].reverse().map((key) => key.publicKey), []);
  const vaults = own.map((key) => NonceVault.fill(key, sessionId, [{ context, message: MESSAGE }]));
  const pubnonces = vaults.map((vault) => [...vault.pubnonces]);
  const aggregate = aggregateNonces(pubnonces.map(([nonce]) => nonce ?? ''));
  const session = openSession(context, aggregate, MESSAGE);
  const [partial = ''] = vaults[0]?.sign([session], [...pubnonces].reverse(), 1) ?? [];
  const share = {
    sessionId,
    attempt: 1,
    signerIndex: 0,
    partialSigs: [change(partial)],
    noncesHash: noncesHash(sessionId, pubnonces),
  };
  const real = evidence('invalid-partial-signature');
  return {
    ...real,
    sessionId,
    attempt: 1,
    signerIndex: 0,
    request: said(first, real.request, body),
    statements: [said(first, real.statements[0] as Envelope, share)],
    pubnonces,
  };
}

const spoilt = (partial: Hex) => `${partial.startsWith('0') ? '1' : '0'}${partial.slice(1)}`;

test('judges who signs a PSBT wrongly, under the keys of its inputs', () => {
  assert.deepEqual(verdictOn(ofPsbt(spoilt)), { kind: 'proven' });
  assert.deepEqual(verdictOn(ofPsbt((partial) => partial)), {
    kind: 'unproven',
    why: 'the partial signatures are valid',
  });
});

test('calls nothing disproved that it cannot check', () => {
  const newer = ofPsbt(spoilt, { scheme: 'newer' });
  const unsigned = { ...newer, request: { ...newer.request, signature: '00'.repeat(64) } };
  const lotus = { suite: 'lotus', scheme: undefined, psbt: undefined };

  const verdict = verdictOn(newer);
  assert.ok(verdict.kind === 'unchecked');
  assert.match(verdict.why, /does not understand the request: .*scheme/);
  assert.equal(verdictOn(unsigned).kind, 'unproven');
  assert.equal(verdictOn(ofPsbt(spoilt, lotus)).kind, 'unchecked');
});

/** An agent to which services show this evidence. */
function shown(evidence: Evidence): Context {
  const bus = { request: async () => evidence, onReturn: () => () => {} } as unknown as Bus;
  const settings = { drive: 'manual', limits: DEFAULT_LIMITS, callDeadline: 1_000, policyTimeout: 1_000 } as const;
  return new Context(bus, signer('alice'), settings, SYSTEM_TIME);
}

const NOT_SIGNED: Outcome = {
  kind: 'not-signed',
  phase: 'FAILED',
  failure: { code: 'INVALID_PARTIAL_SIGNATURE', message: 'a signer is wrong', culprit: 0 },
};

/** What an agent tells of a failure, given this evidence. */
async function told(evidence: Evidence) {
  const outcome = await provenOutcome(shown(evidence), evidence.sessionId, NOT_SIGNED);
  assert.ok(outcome.kind === 'not-signed');
  return outcome.failure;
}

test('says of evidence that was not checked that it was not', async () => {
  const newer = ofPsbt(spoilt, { scheme: 'newer' });

  await assert.rejects(checkedEvidence(shown(newer), newer.sessionId), {
    code: 'NOT_ALLOWED',
    message: /^the evidence was not checked: .*scheme/,
  });
  const { culprit, message } = await told(newer);
  assert.equal(culprit, undefined);
  assert.match(message, /at fault \(the evidence was not checked: /);
  assert.doesNotMatch(message, /proves nothing/);
});

test('says of evidence that proves nothing that it does', async () => {
  const harmless = ofPsbt((partial) => partial);

  await assert.rejects(checkedEvidence(shown(harmless), harmless.sessionId), {
    code: 'CONFLICT',
    message: 'the evidence proves nothing: the partial signatures are valid',
  });
  assert.equal((await told(harmless)).culprit, undefined);
  assert.equal((await told(ofPsbt(spoilt))).culprit, 0);
});

test('takes no request for well-formed that services would refuse', () => {
  const changes = [
    { psbt: undefined },
    { scheme: 'raw' },
    { items: [{ message: MESSAGE, keys: [signer('carol').publicKey] }] },
    { lotus: { transaction: '00', spentOutputs: [] } },
  ];
  for (const change of changes) {
    assert.equal(verdictOn(ofPsbt(spoilt, change)).kind, 'unchecked', JSON.stringify(change));
  }
});
