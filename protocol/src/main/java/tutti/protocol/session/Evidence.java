package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * Proof that a signer is at fault; it stands on its own and is checked by {@link EvidenceCheck}.
 *
 * @param code {@code EQUIVOCATION}, {@code COMMITMENT_MISMATCH} or {@code
 *     INVALID_PARTIAL_SIGNATURE}
 * @param signerIndex the signer at fault
 * @param request the signed request: keys and items follow from it
 * @param statements what that signer signed: the two that contradict each other, or the commitment
 *     and the nonce that does not open it, or the wrong partial signature
 * @param pubnonces with a wrong partial signature: all nonces, by signer index, then by item; the
 *     signer itself named their hash
 */
public record Evidence(
    SessionId sessionId,
    int attempt,
    ErrorCode code,
    int signerIndex,
    Envelope request,
    List<Envelope> statements,
    @Nullable List<List<PublicNonce>> pubnonces) {
  public Evidence {
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.index(signerIndex, "signerIndex");
    Require.present(sessionId, "sessionId");
    Require.present(code, "code");
    Require.present(request, "request");
    Require.size(statements, 1, 2, "statements");
    statements = List.copyOf(statements);
    pubnonces = pubnonces == null ? null : pubnonces.stream().map(List::copyOf).toList();
  }
}
