import { schnorr } from '@noble/curves/secp256k1.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes as the contract writes them: lower-case hex. */
export type Hex = string;

export { bytesToHex, concatBytes, hexToBytes, utf8ToBytes };

/** BIP340's tagged hash. */
export function taggedHash(tag: string, ...parts: Uint8Array[]): Hex {
  return bytesToHex(schnorr.utils.taggedHash(tag, ...parts));
}

export function sha256(bytes: Uint8Array): Hex {
  return bytesToHex(hash(bytes));
}

/** Four bytes, big-endian. */
export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
