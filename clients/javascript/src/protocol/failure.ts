import * as v from 'valibot';
import { type ErrorCode, ERROR_CODES, Refusal } from './refusal.js';
import { atLeast, Code, Index, SafeInteger } from './scalars.js';

/** A refusal on the wire. */
export const Failure = atLeast({
  code: Code,
  message: v.string(),
  field: v.exactOptional(v.string()),
  signerIndex: v.exactOptional(Index),
  retryable: v.boolean(),
  retryAfter: v.exactOptional(SafeInteger),
});

/** The refusal in a text; what is none is `INTERNAL`, unless the number says more. */
export function refusalIn(text: unknown, number?: unknown): Refusal {
  const result = v.safeParse(Failure, parsed(text));
  if (result.success) {
    const { code, message, ...details } = result.output;
    return new Refusal(code, message, details);
  }
  const known = Object.entries(ERROR_CODES).find(([, code]) => code.number === number);
  return new Refusal((known?.[0] as ErrorCode | undefined) ?? 'INTERNAL', String(text));
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}
