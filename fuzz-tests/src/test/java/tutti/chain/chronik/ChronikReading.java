package tutti.chain.chronik;

import java.util.List;
import tutti.chain.backend.UnspentClaim;
import tutti.musig2.Bytes;

/** Answers of Chronik servers as they are read here, for those outside the package. */
public final class ChronikReading {
  private static final Bytes SCRIPT = Bytes.fromHex("76a914" + "11".repeat(20) + "88ac");

  private ChronikReading() {}

  /** The unspent outputs of a script in an answer; fails if it is none. */
  public static List<UnspentClaim> unspent(Dialect dialect, byte[] answer) {
    return dialect.claims(Message.read(Bytes.of(answer)), SCRIPT);
  }

  /** What all answers hold in some field: blocks, errors, identities. */
  public static List<Object> fields(byte[] answer) {
    Message message = Message.read(Bytes.of(answer));
    return List.of(
        message.number(1),
        message.text(2),
        message.message(4, 1).map(output -> output.bytes(3)),
        message.message(8).map(block -> block.number(1)));
  }

  /** An answer in which both dialects find an unspent output. */
  public static byte[] example() {
    MessageBuilder outpoint = new MessageBuilder().bytes(1, Bytes.fromHex("77".repeat(32)));
    MessageBuilder utxo = new MessageBuilder().message(1, outpoint.number(2, 1)).number(5, 1_000);
    MessageBuilder scripts = new MessageBuilder().bytes(1, SCRIPT).message(2, utxo);
    return new MessageBuilder().message(1, scripts).message(2, utxo).written().toArray();
  }
}
