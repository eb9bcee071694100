import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SigningFailed } from '../src/agent/signingFailed.js';
import { Company, requestBy, SOON } from './company.js';
import { ALICE } from './peers.js';

test('gives up only what stays unknown', async (context) => {
  const company = new Company();
  context.after(() => company.close());
  const { refusals, post } = company.services;
  refusals.set('tutti.session.commit-nonce', { code: 'NOT_FOUND', times: 1 });
  refusals.set('tutti.session.status', { code: 'NOT_FOUND', times: 2 });
  const alice = await company.hire(ALICE, { limits: { syncInterval: 50 } });

  const handle = await alice.announce(requestBy(ALICE, []));

  assert.equal((await handle.signatures(SOON)).length, 2);
  assert.ok(post.said('tutti.session.status').length >= 3);
});

test('believes at last that a session is gone', async (context) => {
  const company = new Company();
  context.after(() => company.close());
  const { refusals } = company.services;
  refusals.set('tutti.session.commit-nonce', { code: 'NOT_FOUND', times: 1e9 });
  refusals.set('tutti.session.status', { code: 'NOT_FOUND', times: 1e9 });
  const alice = await company.hire(ALICE, { limits: { syncInterval: 50 } });

  const handle = await alice.announce(requestBy(ALICE, []));

  await assert.rejects(
    handle.signatures(SOON),
    (error) => error instanceof SigningFailed && error.code === 'NOT_FOUND',
  );
});
