package tutti.gateway.domain;

import tutti.musig2.PublicKey;

/** Who can be banned, by the name that is on the list: a key or an address. */
public final class Subject {
  private static final String KEY = "key:";
  private static final String ADDRESS = "address:";

  private Subject() {}

  public static String of(PublicKey key) {
    return KEY + key.hex();
  }

  public static String of(ClientAddress address) {
    return ADDRESS + address.text();
  }

  /** From what an operator writes: a key in hex, an address, or a name from the list. */
  public static String parse(String text) {
    if (text.startsWith(KEY) || text.startsWith(ADDRESS)) {
      return text;
    }
    return text.matches("[0-9a-f]{66}") ? KEY + text : of(ClientAddress.of(text));
  }
}
