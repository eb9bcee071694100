import { concatBytes, type Hex, hexToBytes, taggedHash, uint32 } from './bytes.js';
import type { CommitNonce, ShareNonce } from './session.js';

/** What a signer commits to before anyone shows a nonce. */
export function nonceCommitment(
  sessionId: Hex,
  signerIndex: number,
  itemIndex: number,
  pubnonce: Hex,
): Hex {
  return taggedHash(
    'tutti/nonce-commitment',
    hexToBytes(sessionId),
    uint32(signerIndex),
    uint32(itemIndex),
    hexToBytes(pubnonce),
  );
}

/** Names the set of all commitments: by signer index, then by item. */
export function commitmentsHash(sessionId: Hex, commitments: readonly (readonly Hex[])[]): Hex {
  return setHash('tutti/v1/commitments', sessionId, commitments);
}

/** Names the set of all pubnonces: by signer index, then by item. */
export function noncesHash(sessionId: Hex, pubnonces: readonly (readonly Hex[])[]): Hex {
  return setHash('tutti/v1/nonces', sessionId, pubnonces);
}

/** Whether these nonces, all of them, are the ones that were committed to. */
export function isOpenedBy(commit: CommitNonce, nonce: ShareNonce): boolean {
  return (
    nonce.signerIndex === commit.signerIndex &&
    nonce.pubnonces.length === commit.commitments.length &&
    nonce.pubnonces.every(
      (pubnonce, item) =>
        nonceCommitment(commit.sessionId, commit.signerIndex, item, pubnonce) ===
        commit.commitments[item],
    )
  );
}

function setHash(tag: string, sessionId: Hex, set: readonly (readonly Hex[])[]): Hex {
  const all = concatBytes(...set.flat().map(hexToBytes));
  return taggedHash(tag, hexToBytes(sessionId), uint32(set.length), all);
}
