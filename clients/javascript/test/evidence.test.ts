import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import type { JsonObject } from '../src/protocol/canonical.js';
import { type Envelope, envelopeDigest } from '../src/protocol/envelope.js';
import { flawOf } from '../src/protocol/evidence.js';
import { Evidence } from '../src/protocol/session.js';
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
