import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { approve, type ProposedSigning, reject } from '../src/agent/policy.js';
import { SigningFailed } from '../src/agent/signingFailed.js';
import { Refusal } from '../src/protocol/refusal.js';
import { requestIdOf } from '../src/protocol/terms.js';
import { Company, requestBy, SOON } from './company.js';
import { ALICE, BOB, envelope, hash, MALLORY } from './peers.js';

let company: Company;
beforeEach(() => (company = new Company()));
afterEach(() => company.close());

const failed = (ending: string, code: string) => (error: unknown) =>
  error instanceof SigningFailed && error.ending === ending && error.code === code;
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

test('asks the policy before it joins and before it signs', async () => {
  const asked: ProposedSigning[] = [];
  const alice = await company.hire(ALICE);
  await company.hire(BOB, {
    policy: async (proposed) => {
      asked.push(proposed);
      return approve;
    },
  });

  const handle = await alice.announce(requestBy(ALICE, [BOB]));
  await handle.signatures(SOON);

  assert.deepEqual(
    asked.map(({ stage, attempt }) => [stage, attempt]),
    [
      ['JOIN', 0],
      ['SIGN', 1],
    ],
  );
  assert.equal(asked[0]?.requestId, handle.requestId);
});

test('declines what its policy rejects', async () => {
  const alice = await company.hire(ALICE);
  await company.hire(BOB, { policy: () => reject('too much') });

  const handle = await alice.announce(requestBy(ALICE, [BOB]));

  await assert.rejects(handle.signatures(SOON), failed('DECLINED', 'REFUSED_BY_POLICY'));
  assert.equal((await company.heard('rejected')).reason, 'too much');
});

test('does not sign what its policy rejects at the end', async () => {
  const alice = await company.hire(ALICE);
  await company.hire(BOB, {
    policy: ({ stage }) => (stage === 'JOIN' ? approve : reject('no more')),
  });

  const handle = await alice.announce(requestBy(ALICE, [BOB]));

  await assert.rejects(handle.signatures(SOON), failed('ABORTED', 'REFUSED_BY_POLICY'));
  const said = company.services.post.wire.filter((text) => text.includes(BOB.publicKey));
  assert.ok(
    !said.some(
      (text) =>
        text.startsWith('{"address":"tutti.session.share-partial-signature"') &&
        text.includes(`"signer":"${BOB.publicKey}"`),
    ),
  );
});

test('takes a policy that fails, or answers nonsense, for a no', async () => {
  for (const policy of [
    () => Promise.reject(new Error('broken')),
    () => 'yes' as never,
    () => ({ approved: 1 }) as never,
  ]) {
    const alice = await company.hire(ALICE, { policy });
    await assert.rejects(alice.announce(requestBy(ALICE, [])), refused('REFUSED_BY_POLICY'));
  }
});

test('takes no answer of the policy in time for a no', async () => {
  const alice = await company.hire(ALICE, {
    policy: () => new Promise(() => {}),
    policyTimeout: 20,
  });

  await assert.rejects(alice.announce(requestBy(ALICE, [])), refused('REFUSED_BY_POLICY'));
});

test('joins nothing by itself without a policy, and signs what it is told to join', async () => {
  const alice = await company.hire(ALICE);
  const bob = await company.hire(BOB, { policy: undefined as never });
  const handle = await alice.announce(requestBy(ALICE, [BOB]));
  const { requestId } = await company.heard('requested');
  assert.deepEqual(
    (await bob.findRequests()).map((view) => view.requestId),
    [requestId],
  );

  await bob.join(requestId);

  assert.equal((await handle.signatures(SOON)).length, 2);
});

test('says once that it does not understand a request, and never joins it', async () => {
  const asked = { ...requestBy(ALICE, [BOB]), scheme: 'psbt', psbt: 'cHNidP8=' };
  const announcement = envelope(ALICE, 'request.announce', asked as never);
  const requestId = requestIdOf(announcement.body);
  const bob = await company.hire(BOB, { limits: { syncInterval: 600_000 } });
  const event = (number: number) => ({
    id: `${requestId}:${number}`,
    type: 'request.received',
    time: 0,
    subject: requestId,
    number,
    data: { requestId, request: announcement } as never,
  });

  company.services.post.deliver(BOB.publicKey, event(1));
  const { reason } = await company.heard('rejected');
  company.services.post.deliver(BOB.publicKey, event(2));
  await new Promise((resolve) => setImmediate(resolve));

  assert.match(reason, /does not understand the request: body\.scheme/);
  assert.equal(company.all('rejected').length, 1);
  assert.deepEqual(company.all('lie'), []);
  assert.deepEqual(company.all('requested'), []);
  for (const address of ['tutti.request.join', 'tutti.request.decline']) {
    assert.deepEqual(company.services.post.said(address), []);
  }
  bob.close();
});

test('tells of a forged request and does not join it', async () => {
  const forged = envelope(MALLORY, 'request.announce', requestBy(ALICE, [BOB]));
  company.services.tamper = (type, data) =>
    type === 'request.received' ? { ...data, request: forged } : data;
  const alice = await company.hire(ALICE);
  await company.hire(BOB, { limits: { syncInterval: 600_000 } });

  await alice.announce(requestBy(ALICE, [BOB]));

  assert.equal((await company.heard('lie')).lie, 'REQUEST_SIGNATURE');
  assert.ok(
    !company.services.post.wire.some((text) => text.startsWith('{"address":"tutti.request.join"')),
  );
});

test('lets no forged advertisement through', async () => {
  const alice = await company.hire(ALICE);
  const seen: unknown[] = [];
  await alice.subscribeToSigners((published) => seen.push(published));
  const body = { transactionTypes: ['spend'], expiresAt: 1 };
  const genuine = envelope(BOB, 'discovery.advertise', body);

  company.services.post.publish('tutti.events.signers', 'signer.advertised', {
    advertisement: { ...genuine, sequence: 2 },
  });
  company.services.post.publish('tutti.events.signers', 'signer.advertised', {
    advertisement: genuine,
  });

  assert.equal(seen.length, 1);
  assert.equal((await company.heard('lie')).lie, 'FORGERY');
});

test('refuses to announce what is no request', async () => {
  const alice = await company.hire(ALICE);

  await assert.rejects(
    alice.announce({ ...requestBy(ALICE, []), items: [] }),
    refused('MALFORMED'),
  );
  await assert.rejects(
    alice.announce({ ...requestBy(ALICE, []), surprise: 1 } as never),
    refused('MALFORMED'),
  );
  await assert.rejects(alice.announce(requestBy(BOB, [ALICE])), refused('NOT_A_PARTICIPANT'));
  const lotus = {
    ...requestBy(ALICE, []),
    suite: 'lotus' as const,
    items: [{ message: hash('m') }],
  };
  await assert.rejects(alice.announce(lotus), refused('REFUSED_BY_POLICY'));
});
