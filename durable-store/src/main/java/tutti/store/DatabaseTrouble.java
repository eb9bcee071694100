package tutti.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What a failure of the database means. */
final class DatabaseTrouble {
  private static final String INVALID_DATA = "22";
  private static final String CONNECTION = "08";
  private static final String SHUTDOWN = "57P";
  private static final String READ_ONLY = "25006";
  private static final String TIMEOUT = "57014";

  private DatabaseTrouble() {}

  /** Nobody's fault who asks, and it may pass; except a document that the database cannot hold. */
  static Refusal refusal(SQLException failure) {
    String state = state(failure);
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return state.startsWith(INVALID_DATA)
        ? Refusal.of(ErrorCode.INTERNAL, "the database refuses the document: " + message)
        : Refusal.of(ErrorCode.UNAVAILABLE, "the database does not take part: " + message);
  }

  /** Whether the database is not there at all, rather than busy with one statement. */
  static boolean isAbsence(SQLException failure) {
    String state = state(failure);
    return failure instanceof SQLTransientConnectionException
        || state.startsWith(CONNECTION)
        || state.startsWith(SHUTDOWN)
        || state.equals(READ_ONLY);
  }

  /** Whether a statement took too long: because of its document, or of the whole database. */
  static boolean isTimeout(SQLException failure) {
    return state(failure).equals(TIMEOUT);
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
