package tutti.transactions.lotus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Base58Text;

/** How outputs are written for people, such as {@code lotus_16PSJ...}. */
public final class LotusAddress {
  private static final String NAME = "lotus";
  private static final int SCRIPT = 0;
  private static final int TAPROOT = 2;
  private static final int CHECKSUM_SIZE = 4;

  private static final int TAPROOT_SIZE = 36;
  private static final String HASH_START = "a914"; // OP_HASH160, push of 20 bytes
  private static final String HASH_END = "87"; // OP_EQUAL
  private static final int HASH_SIZE = 23;

  private LotusAddress() {}

  /**
   * The address of outputs with this script, if there is one that says all of it. There is none for
   * a Taproot output with a state.
   *
   * @throws Refusal {@code MALFORMED} if there is no such network
   */
  public static Optional<String> of(Bytes script, Network network) {
    String name = NAME + letter(network);
    Optional<LotusInputType> type = LotusInputType.of(script);
    if (type.equals(Optional.of(LotusInputType.TAPROOT))) {
      return script.length() == TAPROOT_SIZE
          ? Optional.of(encode(name, TAPROOT, LotusInputType.taprootKey(script)))
          : Optional.empty();
    }
    return type.isPresent() || isScriptHash(script)
        ? Optional.of(encode(name, SCRIPT, script))
        : Optional.empty();
  }

  private static boolean isScriptHash(Bytes script) {
    String hex = script.hex();
    return script.length() == HASH_SIZE && hex.startsWith(HASH_START) && hex.endsWith(HASH_END);
  }

  private static String encode(String name, int type, Bytes payload) {
    Bytes typed = Bytes.concat(Bytes.of(new byte[] {(byte) type}), payload);
    Bytes checksum = TaggedHash.sha256(Bytes.of(name.getBytes(US_ASCII)), typed);
    return name + Base58Text.encode(Bytes.concat(typed, checksum.slice(0, CHECKSUM_SIZE)));
  }

  private static char letter(Network network) {
    return switch (network) {
      case MAINNET -> '_';
      case TESTNET -> 'T';
      case REGTEST -> 'R';
      case SIGNET ->
          throw Refusal.ofField(ErrorCode.MALFORMED, "network", "Lotus has no such network");
    };
  }
}
