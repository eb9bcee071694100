package tutti.protocol;

import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.musig2.TaggedHash;

/**
 * The hashes that bind a session's rounds to one another. A signer names, inside what it signs, the
 * set it has seen; so a service that shows different sets to different signers is found out, and
 * nobody is blamed for it.
 */
public final class Transcript {
  private Transcript() {}

  /** What a signer commits to before anyone shows a nonce. */
  public static Bytes nonceCommitment(
      SessionId sessionId, int signerIndex, int itemIndex, PublicNonce pubnonce) {
    return TaggedHash.of(
        "tutti/nonce-commitment",
        sessionId.bytes(),
        SessionTerms.uint32(signerIndex),
        SessionTerms.uint32(itemIndex),
        pubnonce.bytes());
  }

  /** Names the set of all commitments: by signer index, then by item. */
  public static Bytes commitmentsHash(SessionId sessionId, List<List<Bytes>> commitments) {
    return hash("tutti/v1/commitments", sessionId, flat(commitments));
  }

  /** Names the set of all pubnonces: by signer index, then by item. */
  public static Bytes noncesHash(SessionId sessionId, List<List<PublicNonce>> pubnonces) {
    List<List<Bytes>> bytes =
        pubnonces.stream().map(list -> list.stream().map(PublicNonce::bytes).toList()).toList();
    return hash("tutti/v1/nonces", sessionId, flat(bytes));
  }

  private static Bytes hash(String tag, SessionId sessionId, Bytes set) {
    return TaggedHash.of(tag, sessionId.bytes(), set);
  }

  private static Bytes flat(List<List<Bytes>> set) {
    Bytes[] parts = set.stream().flatMap(List::stream).toArray(Bytes[]::new);
    return Bytes.concat(SessionTerms.uint32(set.size()), Bytes.concat(parts));
  }
}
