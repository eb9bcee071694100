package tutti.agent.session;

import java.util.List;
import tutti.musig2.Signature;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;

/** How a session ended for this signer. */
public sealed interface Outcome {
  /** One verified signature per item. */
  record Signed(List<Signature> signatures) implements Outcome {
    public Signed {
      signatures = List.copyOf(signatures);
    }
  }

  /**
   * No signature.
   *
   * @param phase {@code FAILED}, {@code ABORTED} or {@code EXPIRED}
   */
  record NotSigned(SessionPhase phase, SessionFailure failure) implements Outcome {}
}
