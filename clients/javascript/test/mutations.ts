import type { Json, JsonObject } from '../src/protocol/canonical.js';

/** One message with one thing changed. */
export interface Mutation {
  readonly change: string;
  readonly message: JsonObject;
}

const REPLACEMENTS: Readonly<Record<string, Json>> = {
  null: null,
  true: true,
  'a text': 'a text',
  'empty text': '',
  'number text': '7',
  zero: 0,
  negative: -1,
  float: 1.5,
  '2^31': 2 ** 31,
  '2^53': 2 ** 53,
  'empty list': [],
  'list of null': [null],
  'empty object': {},
  'long text': 'x'.repeat(1_001),
};

/** Changes every member and entry of a message in every way that might be taken amiss. */
export function mutationsOf(original: JsonObject): Mutation[] {
  const found: Mutation[] = [];
  const visit = (
    node: Json,
    path: string,
    edit: (change: (at: Json) => Json | undefined) => JsonObject,
  ) => {
    const record = (change: string, how: (at: Json) => Json | undefined) =>
      found.push({ change: `${path || 'message'}: ${change}`, message: edit(how) });
    if (path !== '') {
      for (const [name, value] of Object.entries(REPLACEMENTS)) record(name, () => value);
      record('removed', () => undefined);
      if (typeof node === 'string') {
        record('shorter', (at) => String(at).slice(0, -2));
        record('longer', (at) => `${String(at)}00`);
        record('upper case', (at) => String(at).toUpperCase());
        record('spaces', (at) => ` ${String(at)}`);
      }
      if (Array.isArray(node)) record('twice', (at) => [...(at as Json[]), ...(at as Json[])]);
    }
    if (Array.isArray(node)) {
      node.forEach((entry, index) =>
        visit(entry, `${path}[${index}]`, (change) =>
          edit((at) =>
            (at as Json[]).flatMap((one, i) => (i === index ? (change(one) ?? []) : [one])),
          ),
        ),
      );
    } else if (node !== null && typeof node === 'object') {
      record('unknown member', (at) => ({ ...(at as JsonObject), surprise: 1 }));
      for (const [name, value] of Object.entries(node)) {
        visit(value, path === '' ? name : `${path}.${name}`, (change) =>
          edit((at) => {
            const copy = { ...(at as JsonObject) };
            const changed = change(copy[name] as Json);
            if (changed === undefined) delete copy[name];
            else copy[name] = changed;
            return copy;
          }),
        );
      }
    }
  };
  visit(original, '', (change) => change(structuredClone(original)) as JsonObject);
  return found;
}
