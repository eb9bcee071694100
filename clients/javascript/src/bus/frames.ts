import * as v from 'valibot';
import { refusalIn } from '../protocol/failure.js';
import { Refusal } from '../protocol/refusal.js';
import { atLeast, isObject } from '../protocol/scalars.js';

/** What a client says, in the frames of the Vert.x event-bus bridge. */
export type ClientFrame =
  | { type: 'ping' }
  | {
      type: 'send';
      address: string;
      replyAddress?: string;
      headers?: { Stamp: string };
      body: unknown;
    }
  | { type: 'register' | 'unregister'; address: string; replyAddress: string };

const Received = atLeast({
  type: v.literal('rec'),
  address: v.string(),
  replyAddress: v.exactOptional(v.string()),
  body: v.custom<Record<string, unknown>>(isObject),
});

const Failed = atLeast({
  type: v.literal('err'),
  /** Absent where the gateway cannot tell what failed. */
  address: v.exactOptional(v.string()),
  failureCode: v.exactOptional(v.number()),
  failureType: v.exactOptional(v.string()),
  message: v.exactOptional(v.string()),
});

const ServerFrame = v.union([Received, Failed]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;

/** A frame of the gateway; undefined for what is none. */
export function frameIn(text: unknown): ServerFrame | undefined {
  try {
    const result = v.safeParse(ServerFrame, JSON.parse(String(text)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

export function refusalOf({
  failureType,
  failureCode,
  message,
}: v.InferOutput<typeof Failed>): Refusal {
  const refusal = refusalIn(message, failureCode);
  if (refusal.code !== 'INTERNAL') return refusal;
  switch (failureType) {
    case 'NO_HANDLERS':
      return new Refusal('UNAVAILABLE', 'nobody answers at this address');
    case 'TIMEOUT':
      return new Refusal('TIMEOUT', 'no answer in time');
    default:
      return refusal;
  }
}
