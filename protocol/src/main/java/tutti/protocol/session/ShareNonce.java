package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.protocol.Require;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;

/**
 * Round 1: the body of {@code session.share-nonce}.
 *
 * @param pubnonces per item, 66 bytes each (BIP327 pubnonce)
 * @param commitmentsHash {@link Transcript#commitmentsHash} of the commitments this signer saw;
 *     absent where the session has no commitment round
 * @param resumed see {@link Contribution#resumedOrDefault}
 */
public record ShareNonce(
    SessionId sessionId,
    int attempt,
    int signerIndex,
    List<PublicNonce> pubnonces,
    @Nullable Bytes commitmentsHash,
    @Nullable Boolean resumed)
    implements Contribution {
  public ShareNonce {
    Require.present(sessionId, "sessionId");
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    Require.size(pubnonces, 1, MAX_SIZE, "pubnonces");
    pubnonces = List.copyOf(pubnonces);
    if (commitmentsHash != null) {
      Require.hash(commitmentsHash, "commitmentsHash");
    }
  }

  /** Of a signer that knows that it has shared no nonce in this session yet. */
  public ShareNonce(
      SessionId sessionId,
      int attempt,
      int signerIndex,
      List<PublicNonce> pubnonces,
      @Nullable Bytes commitmentsHash) {
    this(sessionId, attempt, signerIndex, pubnonces, commitmentsHash, null);
  }

  @Override
  public boolean resumedOrDefault() {
    return resumed != null && resumed;
  }

  @Override
  public int size() {
    return pubnonces.size();
  }
}
