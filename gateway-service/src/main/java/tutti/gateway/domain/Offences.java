package tutti.gateway.domain;

import java.util.EnumSet;
import java.util.Set;
import tutti.protocol.ErrorCode;

/** Which refusals say that somebody cheats or is broken, rather than late or mistaken. */
public final class Offences {
  /** They end a session, which then says whose fault it is. */
  private static final Set<ErrorCode> OF_A_SESSION =
      EnumSet.of(
          ErrorCode.INVALID_PARTIAL_SIGNATURE,
          ErrorCode.COMMITMENT_MISMATCH,
          ErrorCode.EQUIVOCATION);

  private Offences() {}

  /** Whoever sent it is to blame; the key that it names may know nothing of it. */
  public static boolean isOfTheSender(ErrorCode code) {
    return code == ErrorCode.INVALID_SIGNATURE
        || code == ErrorCode.INVALID_KEY
        || code == ErrorCode.INVALID_NONCE
        || OF_A_SESSION.contains(code);
  }

  /** Found in what the signer has signed itself: its key is to blame, wherever it came from. */
  public static boolean isOfTheSigner(ErrorCode code) {
    return code == ErrorCode.INVALID_NONCE;
  }

  /** The key that a failed session names is to blame, once for the session. */
  public static boolean isOfTheCulprit(ErrorCode code) {
    return OF_A_SESSION.contains(code);
  }
}
