package tutti.musig2;

import java.util.List;

/** KeySort of BIP327: the order that everyone finds alone. */
public final class KeySort {
  private KeySort() {}

  /** The keys in ascending order of their 33 bytes; repeated keys stay. */
  public static List<PublicKey> sort(List<PublicKey> keys) {
    return keys.stream().sorted().toList();
  }
}
