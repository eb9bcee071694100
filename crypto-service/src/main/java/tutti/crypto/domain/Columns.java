package tutti.crypto.domain;

import java.util.List;

/** Lists by signer, then by item, seen item by item. */
final class Columns {
  private Columns() {}

  static <T> List<T> of(List<List<T>> bySigner, int item) {
    return bySigner.stream().map(entries -> entries.get(item)).toList();
  }
}
