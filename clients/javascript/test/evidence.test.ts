import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { aggregateKeys, aggregateNonces, openSession } from '../src/musig/musig.js';
import { NonceVault } from '../src/musig/nonceVault.js';
import type { Hex } from '../src/protocol/bytes.js';
import type { JsonObject } from '../src/protocol/canonical.js';
import { type Envelope, envelopeDigest } from '../src/protocol/envelope.js';
import { flawOf, verdictOn } from '../src/protocol/evidence.js';
import type { SigningRequest } from '../src/protocol/request.js';
import { Evidence } from '../src/protocol/session.js';
import { requestIdOf, sessionIdOf } from '../src/protocol/terms.js';
import { noncesHash } from '../src/protocol/transcript.js';
import { example, signer } from './contract.js';

const FAULTS = ['equivocation', 'commitment-mismatch', 'invalid-partial-signature'];
const evidence = (fault: string) => v.parse(Evidence, example(`evidence.${fault}`));

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
  assert.equal(verdict.kind, 'unchecked');
  assert.match(flawOf(newer) ?? '', /does not understand the request: .*scheme/);
  assert.equal(verdictOn(unsigned).kind, 'unproven');
  assert.equal(verdictOn(ofPsbt(spoilt, lotus)).kind, 'unchecked');
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
