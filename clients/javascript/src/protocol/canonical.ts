import canonicalize from 'canonicalize';
import { utf8ToBytes } from './bytes.js';
import { Refusal } from './refusal.js';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** RFC 8785 as text. Half of a surrogate pair has no canonical form and is `MALFORMED`. */
export function canonicalText(value: unknown): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw new Refusal('MALFORMED', `not canonicalisable: ${String(error)}`);
  }
  throw new Refusal('MALFORMED', 'not a JSON value');
}

/** RFC 8785: the one byte string that stands for a JSON value, in any language. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalText(value));
}

/** Whether two values are the same JSON. */
export function sameJson(one: unknown, other: unknown): boolean {
  return canonicalText(one) === canonicalText(other);
}
