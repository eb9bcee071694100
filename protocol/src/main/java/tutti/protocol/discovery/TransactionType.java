package tutti.protocol.discovery;

import java.util.List;
import java.util.regex.Pattern;
import tutti.protocol.Require;

/** Names of transaction types: short, so that they can be part of a topic's address. */
public final class TransactionType {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private TransactionType() {}

  /** Refuses a list that holds anything else, or one name twice. */
  static void requireAll(List<String> names) {
    Require.size(names, 1, 16, "transactionTypes");
    for (int i = 0; i < names.size(); i++) {
      Require.that(
          NAME.matcher(names.get(i)).matches(),
          "transactionTypes[%d]".formatted(i),
          "is not 1 to 32 of a-z, 0-9 and -");
    }
    Require.that(
        names.stream().distinct().count() == names.size(), "transactionTypes", "names one twice");
  }
}
