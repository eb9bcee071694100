package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.protocol.Require;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;

/**
 * Round 2: the body of {@code session.share-partial-signature}.
 *
 * @param partialSigs per item, 32 bytes each (BIP327 psig)
 * @param noncesHash {@link Transcript#noncesHash} of the pubnonces this signer saw and signed for
 * @param resumed see {@link Contribution#resumedOrDefault}
 */
public record SharePartialSignature(
    SessionId sessionId,
    int attempt,
    int signerIndex,
    List<PartialSignature> partialSigs,
    Bytes noncesHash,
    @Nullable Boolean resumed)
    implements Contribution {
  public SharePartialSignature {
    Require.present(sessionId, "sessionId");
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    Require.size(partialSigs, 1, MAX_SIZE, "partialSigs");
    partialSigs = List.copyOf(partialSigs);
    Require.hash(Require.present(noncesHash, "noncesHash"), "noncesHash");
  }

  /** Of a signer that has not been restarted since it joined. */
  public SharePartialSignature(
      SessionId sessionId,
      int attempt,
      int signerIndex,
      List<PartialSignature> partialSigs,
      Bytes noncesHash) {
    this(sessionId, attempt, signerIndex, partialSigs, noncesHash, null);
  }

  @Override
  public boolean resumedOrDefault() {
    return resumed != null && resumed;
  }

  @Override
  public int size() {
    return partialSigs.size();
  }
}
