package tutti.transactions.lotus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.TaggedHash;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** A group whose private keys are all here, and transactions that spend what it owns. */
public record LotusSigners(List<SecretKey> secrets) {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final long SEQUENCE = 0xfffffffdL;

  static LotusSigners named(String... names) {
    return new LotusSigners(
        Stream.of(names)
            .map(name -> SecretKey.of(sha256(name).toArray()))
            .sorted(Comparator.comparing(SecretKey::publicKey))
            .toList());
  }

  static Bytes sha256(String text) {
    return TaggedHash.sha256(Bytes.of(text.getBytes(UTF_8)));
  }

  List<PublicKey> keys() {
    return secrets.stream().map(SecretKey::publicKey).toList();
  }

  LotusGroup group() {
    return LotusGroup.of(keys());
  }

  /** A transaction that spends so many outputs, and pays this amount and one satoshi more. */
  public static LotusTransaction spending(int count, long amount) {
    List<LotusInput> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new LotusInput(new Outpoint(sha256("tx " + i), i), Bytes.EMPTY, SEQUENCE));
    }
    Bytes script = Bytes.fromHex("76a914" + "11".repeat(20) + "88ac");
    return new LotusTransaction(
        2, inputs, List.of(new TxOutput(amount, script), new TxOutput(1, script)), 0);
  }

  public static List<TxOutput> outputs(long amount, List<Bytes> scripts) {
    return scripts.stream().map(script -> new TxOutput(amount, script)).toList();
  }

  /** What the group signs, all at once. */
  List<Signature> sign(LotusPlan plan) {
    return plan.items().stream().map(this::sign).toList();
  }

  private Signature sign(LotusItem item) {
    List<NoncePair> nonces =
        keys().stream().map(key -> ENGINE.generateNonce(NonceRequest.of(key))).toList();
    SigningSession session =
        ENGINE.startSession(
            item.keys(),
            ENGINE.aggregateNonces(nonces.stream().map(NoncePair::publicNonce).toList()),
            item.message());
    List<PartialSignature> partials = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      partials.add(ENGINE.sign(nonces.get(i).secretNonce(), secrets.get(i), session));
    }
    return ENGINE.aggregatePartials(session, partials);
  }

  /** A Taproot script of the group that has a state. */
  Bytes scriptWithState() {
    return Bytes.concat(group().taprootScript(), Bytes.fromHex("20"), sha256("state"));
  }

  static Bytes random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
