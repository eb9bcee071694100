import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminClient, refusalOf } from '../../main/web/admin/adminClient.js';
import { requestOf } from '../../main/web/model/announcement.js';
import { viewOf } from '../../main/web/view/route.js';
import { ALICE, BOB, CAROL } from './scenes.js';

test('finds the view that a link names', () => {
  assert.equal(viewOf(''), 'signers');
  assert.equal(viewOf('#/sessions'), 'sessions');
  assert.equal(viewOf('#content'), undefined, 'a link within the view');
  assert.equal(viewOf('#/constructor'), undefined);
});

test('makes a request of what is chosen and typed, each signer once', () => {
  const data = new FormData();
  data.append('signer', BOB);
  data.append('keys', ` ${CAROL.toUpperCase()}\n${BOB}\n`);
  data.append('messages', `${'0A'.repeat(32)}\n\n${'0b'.repeat(32)}`);
  data.append('purpose', ' rent ');
  data.append('minutes', '30');
  assert.deepEqual(requestOf(data, ALICE, 1_000), {
    keys: [ALICE, BOB, CAROL],
    items: [{ message: '0a'.repeat(32) }, { message: '0b'.repeat(32) }],
    purpose: 'rent',
    expiresAt: 1_801_000,
    options: { broadcast: false },
  });
});

/** A gateway that answers everything with one thing, and what it was asked. */
function gateway(status: number, body: string) {
  const asked: [string, RequestInit][] = [];
  const client = new AdminClient('an API key', async (url, init) => {
    asked.push([String(url), init ?? {}]);
    return new Response(body, { status });
  });
  return { client, asked };
}

test('gives the API key to this gateway only, and no way around', async () => {
  const { client, asked } = gateway(200, '{"bans":[]}');
  assert.deepEqual(await client.bans(), []);
  await client.pardon('::1/64');
  const [[, init], [url]] = asked as [[string, RequestInit], [string, RequestInit]];
  assert.equal((init.headers as Record<string, string>)['Authorization'], 'Bearer an API key');
  assert.equal(init.redirect, 'error');
  assert.equal(init.credentials, 'omit');
  assert.ok(url.startsWith('/'));
  assert.ok(url.endsWith('/%3A%3A1%2F64'), url);
});

test('tells why the gateway refuses', async () => {
  const { client } = gateway(403, '{"code":"NOT_ALLOWED","detail":"lacks ban:write"}');
  await assert.rejects(client.ban(ALICE, 15, 'x'), { code: 'NOT_ALLOWED', message: 'lacks ban:write' });
  await assert.rejects(gateway(502, '<html>').client.members(), { code: 'UNAVAILABLE' });
  await assert.rejects(gateway(200, '{}').client.members(), { code: 'MALFORMED' });
  assert.equal(refusalOf(500, { code: 'toString' }).code, 'UNAVAILABLE');
});
