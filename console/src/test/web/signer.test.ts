import { approve, type Bus, type ProposedSigning, reject, SecretKey } from '@tutti/client';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Consents, QuestionWithdrawn } from '../../main/web/signer/consents.js';
import { SignerDesk } from '../../main/web/signer/desk.js';
import { KeyStore, storedKey, WrongPassphrase } from '../../main/web/signer/keyStore.js';
import { type Locks, takeSoleUse } from '../../main/web/signer/soleUse.js';
import { request, REQUEST_ID, SESSION_ID } from './scenes.js';

const SECRET = '0123456789abcdef'.repeat(4);
const ENTRY = 'tutti.signer-key';

function storage() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, value: string) => void entries.set(name, value),
    removeItem: (name: string) => void entries.delete(name),
  };
}

async function kept(passphrase: string) {
  const place = storage();
  const store = new KeyStore(() => place, 1_000);
  await store.keep(SecretKey.of(SECRET), passphrase);
  return { store, place, text: place.entries.get(ENTRY) ?? '' };
}

test('opens a kept key with its passphrase, however it is typed', async () => {
  const { store } = await kept('caf\u00e9 au lait');
  const opened = await store.open(store.stored()!, 'cafe\u0301 au lait');
  assert.equal(opened.publicKey, SecretKey.of(SECRET).publicKey);
  opened.use((bytes) => assert.equal(Buffer.from(bytes).toString('hex'), SECRET));
});

test('keeps nothing of the key that could be read', async () => {
  const { text } = await kept('a passphrase');
  const bytes = Buffer.from(SECRET, 'hex');
  for (const form of [SECRET, bytes.toString('base64'), [...bytes].join()]) {
    assert.equal(text.includes(form), false);
  }
  assert.notEqual(text, (await kept('a passphrase')).text, 'salt and nonce are fresh each time');
});

test('does not open a key with another passphrase', async () => {
  const { store } = await kept('a passphrase');
  await assert.rejects(store.open(store.stored()!, 'A passphrase'), WrongPassphrase);
});

test('does not open a key that was tampered with', async () => {
  const { store, text } = await kept('a passphrase');
  const stored = storedKey(text);
  const other = SecretKey.generate().publicKey;
  await assert.rejects(store.open({ ...stored, publicKey: other }, 'a passphrase'), WrongPassphrase);
  const iv = Buffer.alloc(12).toString('base64');
  await assert.rejects(store.open({ ...stored, iv }, 'a passphrase'), WrongPassphrase);
});

test('takes in a backup, and nothing that is none', async () => {
  const { text } = await kept('a passphrase');
  const place = storage();
  const store = new KeyStore(() => place, 1_000);
  const restored = store.restore(text);
  assert.equal((await store.open(restored, 'a passphrase')).publicKey, restored.publicKey);
  store.forget();
  const stored = JSON.parse(text) as Record<string, unknown>;
  const wrong = [
    'nonsense',
    'null',
    '[]',
    { ...stored, iterations: 1e12 },
    { ...stored, iterations: 0.5 },
    { ...stored, salt: '%' },
    { ...stored, ciphertext: '' },
    { ...stored, publicKey: 'aa' },
    { ...stored, format: 'other' },
  ];
  for (const backup of wrong) {
    const given = typeof backup === 'string' ? backup : JSON.stringify(backup);
    assert.throws(() => store.restore(given), SyntaxError, given);
  }
  assert.equal(store.stored(), undefined);
});

test('never puts a key in the place of another', async () => {
  const { store, text } = await kept('a passphrase');
  const before = store.stored();
  await assert.rejects(store.keep(SecretKey.generate(), 'a passphrase'), { code: 'ALREADY_EXISTS' });
  assert.throws(() => store.restore(text), { code: 'ALREADY_EXISTS' });
  assert.deepEqual(store.stored(), before);
});

test('goes on without a key where it cannot be read', () => {
  const audience = { changed() {}, news() {}, happened() {} };
  const locks = oneHolder();
  const bus = {} as Bus;
  const place = storage();
  place.setItem(ENTRY, '{"format":"other"}');
  const spoilt = new SignerDesk({ bus, locks, keys: new KeyStore(() => place) }, audience);
  assert.equal(spoilt.publicKey, undefined);
  assert.match(spoilt.trouble ?? '', /no encrypted key/);

  const blocked = new KeyStore(() => {
    throw new Error('storage is blocked');
  });
  assert.equal(new SignerDesk({ bus, locks, keys: blocked }, audience).trouble, 'storage is blocked');
});

test('forgets a key', async () => {
  const { store } = await kept('a passphrase');
  store.forget();
  assert.equal(store.stored(), undefined);
});

/** A desk with a kept key, before a gateway that lets an inbox be opened when it is told to. */
async function deskWithKey() {
  const { store } = await kept('a passphrase');
  const signs: (() => void)[] = [];
  const openings: { signal: AbortSignal | undefined; open(): void }[] = [];
  let inboxes = 0;
  const bus = {
    openInbox: (identity, _hear, signal) => {
      signs.push(() => void identity.sign('gateway.login', {}));
      return new Promise((opened) => {
        const close = async () => void inboxes--;
        openings.push({ signal, open: () => (inboxes++, opened({ close })) });
      });
    },
    request: async () => ({ requests: [] }),
    onReturn: () => () => {},
  } as Partial<Bus> as Bus;
  const audience = { changed() {}, news() {}, happened() {} };
  const desk = new SignerDesk({ bus, locks: oneHolder(), keys: store }, audience);
  const opening = async () => {
    while (openings.length === 0) await new Promise((resolve) => setImmediate(resolve));
    return openings.shift()!;
  };
  return { desk, opening, signs, inboxes: () => inboxes };
}

test('opens a key, and no second one meanwhile', async () => {
  const { desk, opening, inboxes } = await deskWithKey();
  const unlocking = desk.unlock('a passphrase');
  await assert.rejects(desk.unlock('a passphrase'), { code: 'CONFLICT' });
  (await opening()).open();
  await unlocking;
  assert.equal(desk.isOpen, true);
  desk.lock();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(inboxes(), 0);
});

test('locks a key that is still being opened, and opens it again', async () => {
  const { desk, opening, inboxes, signs } = await deskWithKey();
  for (const gatewayIsAway of [true, false]) {
    const unlocking = assert.rejects(desk.unlock('a passphrase'), { code: 'UNAVAILABLE' });
    const { signal, open } = await opening();
    if (!gatewayIsAway) open();
    desk.lock();
    await unlocking;
    assert.equal(signal?.aborted, true);
    assert.throws(signs.pop()!, /wiped/);
    if (gatewayIsAway) open(); // too late
  }
  assert.equal(desk.isOpen, false);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(inboxes(), 0);

  const unlocking = desk.unlock('a passphrase');
  (await opening()).open();
  await unlocking;
  assert.equal(desk.isOpen, true);
  desk.lock();
});

test('opens no key that was locked or removed while its passphrase was tried', async () => {
  const { desk } = await deskWithKey();
  const unlocking = desk.unlock('a passphrase');
  desk.forget();
  await assert.rejects(unlocking, { code: 'UNAVAILABLE' });
  assert.equal(desk.isOpen, false);
  assert.equal(desk.publicKey, undefined);
});

function proposed(change: Partial<ProposedSigning> = {}): ProposedSigning {
  return {
    stage: 'JOIN',
    requestId: REQUEST_ID,
    request: request(),
    signerIndex: 0,
    attempt: 0,
    ...change,
  };
}

const signing = proposed({ stage: 'SIGN', sessionId: SESSION_ID, attempt: 1 });

test('waits for a person, and asks about a request once', async () => {
  const consents = new Consents(() => {});
  const decision = consents.policy(proposed());
  const [question] = consents.questions();
  consents.answer(question!.id, approve);
  assert.equal(await decision, approve);
  assert.deepEqual(consents.questions(), []);
  assert.equal(await consents.policy(signing), approve);
});

test('asks again before the signature leaves, where that is wanted', async () => {
  const consents = new Consents(() => {});
  consents.asksTwice = true;
  consents.approveOwn(REQUEST_ID);
  assert.equal(await consents.policy(proposed()), approve, 'its own request needs no question');
  const decision = consents.policy(signing);
  consents.answer(consents.questions()[0]!.id, reject('on second thoughts'));
  assert.deepEqual(await decision, { approved: false, reason: 'on second thoughts' });
});

test('never signs what was declined', async () => {
  const consents = new Consents(() => {});
  const decision = consents.policy(proposed());
  consents.answer(consents.questions()[0]!.id, reject('no'));
  assert.deepEqual(await decision, { approved: false, reason: 'no' });
  void consents.policy(signing);
  assert.equal(consents.questions().length, 1, 'it is asked, not approved by itself');
});

test('takes back a question that nobody needs answered', async () => {
  const consents = new Consents(() => {});
  const join = Promise.resolve(consents.policy(proposed({ requestId: 'other' })));
  const sign = Promise.resolve(consents.policy(signing));
  consents.drop({ sessionId: SESSION_ID }, 'the session has ended');
  await assert.rejects(sign, QuestionWithdrawn);
  assert.equal(consents.questions().length, 1);
  consents.clear();
  await assert.rejects(join, QuestionWithdrawn);
  assert.deepEqual(consents.shown(), []);
});

test('leaves what was taken back in its place, where it answers nothing', async () => {
  const consents = new Consents(() => {});
  const ids = ['one', 'two', 'three'];
  const decisions = ids.map((requestId) => Promise.resolve(consents.policy(proposed({ requestId }))));
  const [, second] = consents.questions();
  consents.drop({ requestId: 'two' }, 'whoever asked takes it back');
  await assert.rejects(decisions[1]!, QuestionWithdrawn);

  const places = consents.shown().map(({ proposed, takenBack }) => [proposed.requestId, takenBack]);
  assert.deepEqual(places, [['one', undefined], ['two', 'whoever asked takes it back'], ['three', undefined]]);
  consents.answer(second!.id, approve);
  assert.equal(consents.shown().length, 3);
  const again = proposed({ requestId: 'two', stage: 'SIGN' });
  void consents.policy(again);
  assert.equal(consents.questions().length, 3, 'it was not approved');

  consents.dismiss(consents.questions()[0]!.id);
  assert.equal(consents.shown().length, 4, 'what waits for an answer is not dismissed');
  consents.dismiss(second!.id);
  assert.equal(consents.shown().length, 3);
});

test('keeps only the last of many that were taken back', async () => {
  const consents = new Consents(() => {});
  for (let number = 0; number < 30; number++) {
    const requestId = `id${number}`;
    Promise.resolve(consents.policy(proposed({ requestId }))).catch(() => {});
    consents.drop({ requestId }, 'its time is over');
  }
  assert.equal(consents.shown().length, 10);
  assert.equal(consents.shown().at(-1)?.proposed.requestId, 'id29');
});

test('lets one tab alone use a key', async () => {
  const locks = oneHolder();
  const giveBack = await takeSoleUse('key', locks);
  assert.notEqual(giveBack, undefined);
  assert.equal(await takeSoleUse('key', locks), undefined);
  giveBack?.();
  await new Promise((resolve) => setImmediate(resolve));
  assert.notEqual(await takeSoleUse('key', locks), undefined);
});

/** As browsers do it with `ifAvailable`. */
function oneHolder(): Locks {
  let isHeld = false;
  const request = async (name: string, _options: unknown, use: (lock: unknown) => unknown) => {
    if (isHeld) return use(null);
    isHeld = true;
    await use({ name, mode: 'exclusive' });
    isHeld = false;
    return undefined;
  };
  return { request } as unknown as Locks;
}
