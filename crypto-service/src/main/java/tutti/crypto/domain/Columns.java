package tutti.crypto.domain;

import java.util.List;
import tutti.protocol.Require;

/** Lists by signer, then by item, seen item by item. */
final class Columns {
  private Columns() {}

  /** Refuses signers that have more or fewer entries than there are items. */
  static void require(List<? extends List<?>> bySigner, int items, String field) {
    for (int i = 0; i < bySigner.size(); i++) {
      Require.size(bySigner.get(i), items, items, "%s[%d]".formatted(field, i));
    }
  }

  static <T> List<T> of(List<List<T>> bySigner, int item) {
    return bySigner.stream().map(entries -> entries.get(item)).toList();
  }
}
