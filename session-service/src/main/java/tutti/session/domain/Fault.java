package tutti.session.domain;

import java.util.List;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;

/** What a signer did wrong, in its own signed words. */
public record Fault(ErrorCode code, int signerIndex, List<Envelope> statements) {
  public Fault {
    statements = List.copyOf(statements);
  }
}
