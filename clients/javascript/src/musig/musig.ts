import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import * as musig2 from '@scure/btc-signer/musig2.js';
import { bytesToHex, type Hex, hexToBytes } from '../protocol/bytes.js';
import type { ItemTweak } from '../protocol/request.js';

/** The aggregate key of some signers, tweaked; all of it is public. */
export interface KeyContext {
  readonly keys: readonly Hex[];
  readonly tweaks: readonly ItemTweak[];
  /** The x coordinate of the tweaked aggregate key: what the final signature is valid under. */
  readonly xOnly: Hex;
}

/** What one item's partial signatures are made and verified for. */
export interface SigningSession {
  readonly context: KeyContext;
  readonly session: musig2.Session;
}

/** A public nonce that is not two points, and whose it is. */
export class InvalidNonce extends Error {
  constructor(readonly signerIndex: number) {
    super(`the nonce of signer ${signerIndex} is not two points`);
  }
}

/** KeyAgg and ApplyTweak of BIP327; throws if a key or a tweak is invalid. */
export function aggregateKeys(keys: readonly Hex[], tweaks: readonly ItemTweak[]): KeyContext {
  const { aggPublicKey } = musig2.keyAggregate(keys.map(hexToBytes), ...tweakLists(tweaks));
  return { keys, tweaks, xOnly: bytesToHex(aggPublicKey.toBytes(true).slice(1)) };
}

/** NonceAgg of BIP327. */
export function aggregateNonces(pubnonces: readonly Hex[]): Hex {
  try {
    return bytesToHex(musig2.nonceAggregate(pubnonces.map(hexToBytes)));
  } catch (error) {
    throw error instanceof musig2.InvalidContributionErr ? new InvalidNonce(error.idx) : error;
  }
}

export function openSession(context: KeyContext, aggnonce: Hex, message: Hex): SigningSession {
  const { keys, tweaks } = context;
  const session = new musig2.Session(
    hexToBytes(aggnonce),
    keys.map(hexToBytes),
    hexToBytes(message),
    ...tweakLists(tweaks),
  );
  return { context, session };
}

/** PartialSigVerify of BIP327; false for whatever is not a valid partial signature. */
export function verifyPartial(
  { session }: SigningSession,
  partialSig: Hex,
  pubnonces: readonly Hex[],
  signerIndex: number,
): boolean {
  try {
    return session.partialSigVerify(hexToBytes(partialSig), pubnonces.map(hexToBytes), signerIndex);
  } catch {
    return false;
  }
}

/** Whether a final signature is valid under the tweaked aggregate key. */
export function verifySignature(context: KeyContext, message: Hex, signature: Hex): boolean {
  return schnorr.verify(hexToBytes(signature), hexToBytes(message), hexToBytes(context.xOnly));
}

/** Whether 33 bytes are a point of the curve. */
export function isValidKey(key: Hex): boolean {
  return secp256k1.utils.isValidPublicKey(hexToBytes(key), true);
}

function tweakLists(tweaks: readonly ItemTweak[]): [Uint8Array[], boolean[]] {
  return [tweaks.map(({ tweak }) => hexToBytes(tweak)), tweaks.map(({ xOnly }) => xOnly)];
}
