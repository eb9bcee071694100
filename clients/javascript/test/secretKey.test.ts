import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { NonceVault } from '../src/musig/nonceVault.js';
import { SecretKey } from '../src/musig/secretKey.js';
import { bytesToHex } from '../src/protocol/bytes.js';
import { ALICE, hash, Peers } from './peers.js';

test('makes keys that differ, and takes those that it is given', () => {
  assert.notEqual(SecretKey.generate().publicKey, SecretKey.generate().publicKey);
  const hex = ALICE.use((bytes) => bytesToHex(bytes));
  assert.equal(SecretKey.of(hex).publicKey, ALICE.publicKey);
});

test('refuses what is no key without showing it', () => {
  const group = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';
  for (const wrong of [
    '',
    '00'.repeat(32),
    group,
    'zz'.repeat(32),
    '11'.repeat(31),
    new Uint8Array(33),
  ]) {
    assert.throws(() => SecretKey.of(wrong), {
      name: 'RangeError',
      message: 'not a private key of secp256k1',
    });
  }
});

test('is not shown by anything that prints', () => {
  const hex = ALICE.use((bytes) => bytesToHex(bytes));
  const shown = [
    inspect(ALICE, { showHidden: true, depth: 9 }),
    JSON.stringify([ALICE]),
    `${ALICE}`,
    inspect(structuredClone({ ...ALICE })),
  ];

  for (const text of shown) assert.ok(!text.includes(hex) && text.includes(ALICE.publicKey));
});

test('is of no use any more when it was wiped', () => {
  const key = SecretKey.of('11'.repeat(32));
  key.wipe();

  assert.throws(() => key.signSchnorr(hash('x')), /wiped/);
});

test('gives each nonce one signature, and none after it was wiped', () => {
  const { id, contexts } = new Peers();
  const items = contexts.map((context) => ({ context, message: hash('m') }));
  const vault = NonceVault.fill(ALICE, id, items);
  assert.equal(new Set(vault.pubnonces).size, 2);
  vault.wipe();

  assert.throws(() => vault.sign([], [], 0), /were used/);
  assert.ok(!JSON.stringify(vault).includes(vault.pubnonces[0] ?? ''));
});
