package tutti.gateway.domain;

import java.util.EnumSet;
import java.util.Set;
import tutti.protocol.ErrorCode;

/** Which refusals say that somebody cheats or is broken, rather than late or mistaken. */
public final class Offences {
  /** Found only in what the signer has signed itself: its key is to blame. */
  private static final Set<ErrorCode> OF_THE_SIGNER =
      EnumSet.of(
          ErrorCode.INVALID_NONCE,
          ErrorCode.INVALID_PARTIAL_SIGNATURE,
          ErrorCode.COMMITMENT_MISMATCH,
          ErrorCode.EQUIVOCATION);

  private Offences() {}

  /** Whoever sent it is to blame; the key that it names may know nothing of it. */
  public static boolean isOfTheSender(ErrorCode code) {
    return code == ErrorCode.INVALID_SIGNATURE
        || code == ErrorCode.INVALID_KEY
        || OF_THE_SIGNER.contains(code);
  }

  /** The key that signed it is to blame, wherever it came from. */
  public static boolean isOfTheSigner(ErrorCode code) {
    return OF_THE_SIGNER.contains(code);
  }
}
