import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminClient, refusalOf } from '../../main/web/admin/adminClient.js';
import { requestOf } from '../../main/web/model/announcement.js';
import { placeOf } from '../../main/web/view/route.js';
import { AdminDesk } from '../../main/web/admin/adminDesk.js';
import { ALICE, BOB, CAROL, SESSION_ID } from './scenes.js';

test('finds the place that a link names', () => {
  assert.deepEqual(placeOf(''), { view: 'signers' });
  assert.deepEqual(placeOf('#/sessions'), { view: 'sessions' });
  assert.deepEqual(placeOf(`#/sessions/${SESSION_ID}`), { view: 'sessions', id: SESSION_ID });
  for (const other of ['#content', '#/constructor', '#/sessions/', '#/sessions/aa', '#/signers"']) {
    assert.equal(placeOf(other), undefined, other);
  }
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
  const markup = '{"members":[{"address":{"strings":["<b>"]},"role":"data","self":true}]}';
  await assert.rejects(gateway(200, markup).client.members(), { code: 'MALFORMED' });
  assert.equal(refusalOf(500, { code: 'toString' }).code, 'UNAVAILABLE');
});

const MEMBERS = '{"members":[{"address":"10.0.0.1:5701","role":"data","self":true}]}';
const REFUSED = '{"code":"NOT_ALLOWED","detail":"the scope is missing"}';

/** A desk before a gateway that lets a key see only some lists. */
function deskOf(answers: Record<string, [number, string]>) {
  const fetching = async (url: RequestInfo | URL) => {
    const [status, body] = answers[String(url).replace('/v1/admin/', '')] ?? [404, '{}'];
    return new Response(body, { status });
  };
  return new AdminDesk((apiKey) => new AdminClient(apiKey, fetching), () => {});
}

test('shows an operator what the key lets be seen, and nothing after', async () => {
  const desk = deskOf({
    members: [200, MEMBERS],
    bans: [403, REFUSED],
    health: [200, '{"outcome":"DOWN","checks":[{"name":"crypto","outcome":"DOWN","detail":"x"}]}'],
  });
  await desk.enter('a key');
  assert.equal(desk.checks?.[0]?.detail, 'x');
  assert.equal(desk.members?.[0]?.address, '10.0.0.1:5701');
  assert.equal(desk.bans, undefined);
  desk.leave();
  assert.equal(desk.members, undefined);
  assert.equal(desk.isOpen, false);
});

test('does not let in whose key opens nothing', async () => {
  const desk = deskOf({ members: [403, REFUSED], bans: [403, REFUSED], health: [403, REFUSED] });
  await assert.rejects(desk.enter('a key'), { code: 'NOT_ALLOWED' });
  assert.equal(desk.isOpen, false);
  await assert.rejects(desk.ban(ALICE, 15, 'x'), { code: 'NOT_ALLOWED' });
});

test('says that what an operator sees is old when the gateway refuses', async () => {
  const answers: Record<string, [number, string]> = {
    members: [200, MEMBERS],
    bans: [403, REFUSED],
    health: [403, REFUSED],
  };
  const desk = deskOf(answers);
  await desk.enter('a key');
  answers['members'] = [401, '{"code":"NOT_AUTHENTICATED","detail":"no such key"}'];
  await desk.refresh();
  assert.equal(desk.trouble?.code, 'NOT_AUTHENTICATED');
});
