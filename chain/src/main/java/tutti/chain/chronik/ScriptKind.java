package tutti.chain.chronik;

import tutti.musig2.Bytes;

/**
 * A script as Chronik indexes it.
 *
 * @param name the type in paths and subscriptions
 * @param payload what of the script tells it from others of its type
 */
record ScriptKind(String name, Bytes payload) {
  private static final String P2PKH = "76a914[0-9a-f]{40}88ac";
  private static final String P2SH = "a914[0-9a-f]{40}87";
  private static final String P2PK = "21[0-9a-f]{66}ac|41[0-9a-f]{130}ac";
  private static final String LOTUS_TAPROOT = "625121[0-9a-f]{66}(20[0-9a-f]{64})?";

  static ScriptKind of(Bytes script, Dialect dialect) {
    String hex = script.hex();
    if (hex.matches(P2PKH)) {
      return new ScriptKind("p2pkh", script.slice(3, 23));
    }
    if (hex.matches(P2SH)) {
      return new ScriptKind("p2sh", script.slice(2, 22));
    }
    if (hex.matches(P2PK)) {
      return new ScriptKind("p2pk", script.slice(1, script.length() - 1));
    }
    if (dialect == Dialect.LOTUS && hex.matches(LOTUS_TAPROOT)) {
      return new ScriptKind("p2tr-commitment", script.slice(3, 36));
    }
    return new ScriptKind("other", script);
  }
}
