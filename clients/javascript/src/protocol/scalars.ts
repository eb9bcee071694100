import * as v from 'valibot';
import { type ErrorCode, ERROR_CODES } from './refusal.js';

/** So many bytes as lower-case hex. */
const hex = (size: number) =>
  v.pipe(
    v.string(),
    v.length(size * 2, `must be ${size} bytes`),
    v.regex(/^[0-9a-f]*$/, 'lower-case hex is expected'),
  );

export const Bytes32 = hex(32);
export const PublicKey = hex(33);
export const Signature = hex(64);
export const PublicNonce = hex(66);

const MAX_INT = 2 ** 31 - 1;
const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

export const SafeInteger = integer(0, Number.MAX_SAFE_INTEGER);
export const Time = SafeInteger;
export const Positive = integer(1, Number.MAX_SAFE_INTEGER);
export const Index = integer(0, MAX_INT);
export const Count = integer(1, MAX_INT);
export const Indexes = v.array(Index);

/** Text of so many characters, counted as JSON Schema does. */
export const text = (max: number) =>
  v.pipe(
    v.string(),
    v.check(
      (value) => value.length <= max || [...value].length <= max,
      `at most ${max} characters`,
    ),
  );

export const Reason = text(500);

/** Free text under names. Names are kept as they are, whatever they are. */
export const Metadata = v.pipe(
  v.custom<Readonly<Record<string, string>>>(
    (value) => isObject(value) && Object.values(value).every((entry) => typeof entry === 'string'),
    'must be texts under names',
  ),
  v.check((value) => Object.keys(value).length <= 32, 'at most 32 entries'),
  v.check(
    (value) =>
      Object.entries(value).every(
        ([name, entry]) => v.is(text(64), name) && v.is(text(500), entry),
      ),
    'names of at most 64 and texts of at most 500 characters',
  ),
);

export const Code = v.picklist(Object.keys(ERROR_CODES) as ErrorCode[]);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with these members and no others; an array is none. */
export const exactly = <E extends v.ObjectEntries>(members: E) =>
  v.pipe(v.custom<any>(isObject, 'must be an object'), v.strictObject(members));

/** An object with these members; what a newer service says besides is ignored. */
export const atLeast = <E extends v.ObjectEntries>(members: E) =>
  v.pipe(v.custom<any>(isObject, 'must be an object'), v.object(members));
