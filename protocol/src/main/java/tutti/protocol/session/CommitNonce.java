package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.protocol.Require;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;

/**
 * Round 0: the body of {@code session.commit-nonce}.
 *
 * @param commitments per item, {@link Transcript#nonceCommitment}; 32 bytes each
 * @param resumed see {@link Contribution#resumedOrDefault}
 */
public record CommitNonce(
    SessionId sessionId,
    int attempt,
    int signerIndex,
    List<Bytes> commitments,
    @Nullable Boolean resumed)
    implements Contribution {
  public CommitNonce {
    Require.present(sessionId, "sessionId");
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    Require.size(commitments, 1, MAX_SIZE, "commitments");
    commitments = List.copyOf(commitments);
    Require.that(
        commitments.stream().allMatch(hash -> hash.length() == 32),
        "commitments",
        "must be 32 bytes each");
  }

  /** Of a signer that knows that it has said nothing in this session yet. */
  public CommitNonce(SessionId sessionId, int attempt, int signerIndex, List<Bytes> commitments) {
    this(sessionId, attempt, signerIndex, commitments, null);
  }

  @Override
  public boolean resumedOrDefault() {
    return resumed != null && resumed;
  }

  @Override
  public int size() {
    return commitments.size();
  }

  /** Whether these nonces, all of them, are the ones that were committed to. */
  public boolean isOpenedBy(ShareNonce nonce) {
    if (nonce.signerIndex() != signerIndex || nonce.size() != size()) {
      return false;
    }
    for (int item = 0; item < size(); item++) {
      Bytes opened =
          Transcript.nonceCommitment(sessionId, signerIndex, item, nonce.pubnonces().get(item));
      if (!opened.equals(commitments.get(item))) {
        return false;
      }
    }
    return true;
  }
}
