import { schnorr } from '@noble/curves/secp256k1.js';
import * as v from 'valibot';
import { type Hex, hexToBytes, taggedHash } from './bytes.js';
import { canonicalBytes, type JsonObject } from './canonical.js';
import { Refusal } from './refusal.js';
import {
  atLeast,
  exactly,
  isObject,
  Positive,
  PublicKey,
  Signature,
  text,
  Time,
} from './scalars.js';

const members = {
  type: text(64),
  signer: PublicKey,
  sequence: Positive,
  sentAt: Time,
  /** Kept as received: whoever reads it verifies it. */
  body: v.custom<JsonObject>(isObject, 'body must be an object'),
  signature: Signature,
};

/** What a signer says, signed, as services show it. */
export const Envelope = atLeast(members);
/** The same, where nothing else may be in it. */
export const StrictEnvelope = exactly(members);
export type Envelope = v.InferOutput<typeof Envelope>;

/** The 32 bytes that the signer signs: a tagged hash over the RFC 8785 form. */
export function envelopeDigest(unsigned: Omit<Envelope, 'signature'>): Hex {
  const { type, signer, sequence, sentAt, body } = unsigned;
  return taggedHash(`tutti/v1/${type}`, canonicalBytes({ type, signer, sequence, sentAt, body }));
}

/** Whether the signer's key really signed this. */
export function isSignedBySigner(envelope: Envelope): boolean {
  try {
    const xOnly = hexToBytes(envelope.signer.slice(2));
    return schnorr.verify(
      hexToBytes(envelope.signature),
      hexToBytes(envelopeDigest(envelope)),
      xOnly,
    );
  } catch {
    return false; // no point of the curve, or nothing that has a canonical form
  }
}

/** The same words by the same signer, signed by the same signature. */
export function sameEnvelope(one: Envelope, other: Envelope): boolean {
  return one.signature === other.signature && envelopeDigest(one) === envelopeDigest(other);
}

/** The typed body of an envelope of a type; any other type is refused. */
export function bodyOf<S extends v.GenericSchema>(
  envelope: Envelope,
  type: string,
  shape: S,
): v.InferOutput<S> {
  if (envelope.type !== type) {
    throw new Refusal('MALFORMED', `type must be ${type} here`, { field: 'type' });
  }
  return read(shape, envelope.body, 'body');
}

/** A value of this shape, or `MALFORMED` with the path of what is wrong. */
export function read<S extends v.GenericSchema>(
  shape: S,
  value: unknown,
  parent = '',
): v.InferOutput<S> {
  const result = v.safeParse(shape, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const field = [parent, v.getDotPath(issue)].filter(Boolean).join('.');
  throw new Refusal('MALFORMED', `${field}: ${issue.message}`, { field });
}
