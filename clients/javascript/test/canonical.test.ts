import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalText } from '../src/protocol/canonical.js';
import { Refusal } from '../src/protocol/refusal.js';

test('writes the example of the standard', () => {
  const given = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;

  assert.equal(
    canonicalText(JSON.parse(given)),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('sorts members by their UTF-16 code units', () => {
  const given = {
    '\u20ac': 'Euro',
    '\r': 'Return',
    '\ufb33': 'Dalet',
    '1': 'One',
    '\ud83d\ude00': 'Emoji',
    '\u0080': 'Control',
    '\u00f6': 'Diaeresis',
  };
  const sorted = Object.values(JSON.parse(canonicalText(given)) as Record<string, string>);

  // A parsed object lists integer-like names first; "1" sorts after the control character "\r".
  assert.deepEqual(sorted, ['One', 'Return', 'Control', 'Diaeresis', 'Euro', 'Emoji', 'Dalet']);
  assert.ok(canonicalText(given).startsWith(String.raw`{"\r":"Return","1":"One"`));
});

test('writes numbers as the standard does', () => {
  const expected: [number, string][] = [
    [-0, '0'],
    [5e-324, '5e-324'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
  ];
  for (const [number, text] of expected)
    assert.equal(canonicalText({ n: number }), `{"n":${text}}`);
});

test('keeps members whose names mean something to JavaScript', () => {
  const given = '{"__proto__":{"a":1},"constructor":"c","toJSON":"t"}';

  assert.equal(canonicalText(JSON.parse(given)), given);
  assert.equal(({} as { a?: number }).a, undefined);
});

test('refuses what has no canonical form', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  for (const value of [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '\ud800',
    'a\udc00',
    { '\ud800': 1 },
    undefined,
    deep,
  ]) {
    assert.throws(
      () => canonicalText(value === undefined ? value : { value }),
      (error) => error instanceof Refusal && error.code === 'MALFORMED',
    );
  }
});
