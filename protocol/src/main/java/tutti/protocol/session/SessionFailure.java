package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Require;

/**
 * Why a session ended without a signature.
 *
 * @param culprit signer index of the one at fault; evidence can be fetched
 * @param abortedBy signer index of the one who aborted
 * @param missing signer indexes that a deadline waited for in vain
 */
public record SessionFailure(
    ErrorCode code,
    String message,
    @Nullable Integer culprit,
    @Nullable Integer abortedBy,
    @Nullable List<Integer> missing) {
  public SessionFailure {
    Require.optionalIndex(culprit, "culprit");
    Require.optionalIndex(abortedBy, "abortedBy");
    if (missing != null) {
      Require.indexes(missing, "missing");
    }
    missing = missing == null ? null : List.copyOf(missing);
  }
}
