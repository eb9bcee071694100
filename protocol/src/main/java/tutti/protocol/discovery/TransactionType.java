package tutti.protocol.discovery;

import java.util.regex.Pattern;
import tutti.protocol.Require;

/** Names of transaction types: short, so that they can be part of a topic's address. */
public final class TransactionType {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private TransactionType() {}

  public static void require(String name) {
    Require.that(
        NAME.matcher(name).matches(),
        "transactionTypes",
        "has a name that is not 1 to 32 of a-z, 0-9 and -");
  }
}
