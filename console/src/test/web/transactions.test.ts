import { Refusal } from '@tutti/client';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Transactions } from '../../main/web/watch/transactions.js';
import { REQUEST_ID } from './scenes.js';

const SPENDING = {
  txid: '44'.repeat(32),
  in: 100_000,
  out: 98_000,
  fee: 2_000,
  cautions: [],
  outputs: [{ amount: 98_000, to: 'bc1q', script: '00', change: false }],
  inputs: [{ amount: 100_000, from: 'bc1p', signing: 'key path, DEFAULT' }],
};

const told = (transaction: unknown, requestId = REQUEST_ID) =>
  JSON.stringify({ requestId, scheme: 'psbt', network: 'mainnet', transaction });

/** A gateway that answers one thing after the other, and what it was asked. */
function gateway(...answers: readonly (readonly [number, string])[]) {
  const asked: string[] = [];
  const left = [...answers];
  const transactions = new Transactions(
    () => {},
    async (url) => {
      asked.push(String(url));
      const [status, body] = left.shift() ?? [404, '{}'];
      return new Response(body, { status });
    },
  );
  return { transactions, asked };
}

test('asks what a transaction does once, and again for addresses of another network', async () => {
  const { transactions, asked } = gateway([200, told(SPENDING)], [200, told(SPENDING)]);
  await transactions.look(REQUEST_ID);
  await transactions.look(REQUEST_ID);
  assert.deepEqual(asked, [`/v1/requests/${REQUEST_ID}/transaction?network=mainnet`]);
  const known = transactions.of(REQUEST_ID);
  assert.ok(known !== undefined && known !== 'being read' && 'fee' in known);
  assert.equal(known.fee, 2_000);
  transactions.writeAddressesOf('regtest');
  assert.equal(transactions.of(REQUEST_ID), 'being read');
  assert.equal(asked[1], `/v1/requests/${REQUEST_ID}/transaction?network=regtest`);
});

test('shows what a signer would refuse', async () => {
  const refused = { refused: { code: 'CONFLICT', message: 'other items', retryable: false } };
  const { transactions } = gateway([200, told(refused)]);
  await transactions.look(REQUEST_ID);
  assert.deepEqual(transactions.of(REQUEST_ID), { refused: { code: 'CONFLICT', message: 'other items' } });
});

test('tells why nothing was told, and may ask again', async () => {
  const busy = '{"code":"OVERLOADED","detail":"16 are waiting for this"}';
  const { transactions } = gateway([503, busy], [200, told(SPENDING)]);
  await transactions.look(REQUEST_ID);
  assert.equal((transactions.of(REQUEST_ID) as Refusal).code, 'OVERLOADED');
  await transactions.look(REQUEST_ID);
  assert.ok('fee' in (transactions.of(REQUEST_ID) as object));
});

test('takes no answer that is about something else, or that is none', async () => {
  const halves = [
    told(SPENDING, '99'.repeat(32)),
    told({ ...SPENDING, fee: '2000' }),
    told({ ...SPENDING, outputs: [{ amount: 1, to: { strings: ['<b>'] }, change: false }] }),
    told({ ...SPENDING, cautions: undefined }),
    '<html>',
  ];
  for (const half of halves) {
    const { transactions } = gateway([200, half]);
    await transactions.look(REQUEST_ID);
    assert.ok(transactions.of(REQUEST_ID) instanceof Refusal, half);
  }
});

test('keeps nothing that nobody looks at', async () => {
  const { transactions } = gateway([200, told(SPENDING)]);
  const looking = transactions.look(REQUEST_ID);
  transactions.forget(REQUEST_ID);
  await looking;
  assert.equal(transactions.of(REQUEST_ID), undefined);
});
