package tutti.transactions.signing;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.SyntheticXpub;
import tutti.musig2.Taproot;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.TapTree;

/** A PSBT of a group's outputs of one kind, as an updater makes it. */
public final class Spend {
  /** Where the group's key is. */
  public enum Kind {
    OUTPUT_KEY,
    INTERNAL_KEY,
    DERIVED_INTERNAL_KEY,
    INTERNAL_KEY_WITH_SCRIPTS,
    DERIVED_KEY_IN_SCRIPT
  }

  private static final long AMOUNT = 50_000;

  /** They could spend by key what the group spends by script. */
  private static final List<PublicKey> STRANGERS =
      List.of(SecretKey.generate().publicKey(), SecretKey.generate().publicKey());

  private final Kind kind;
  private final List<PublicKey> participants;
  private final PublicKey aggregate;
  private final XOnlyPublicKey derived;
  private final SighashType type;
  private final int[] path;

  /** The participants are sorted, as descriptors have it. */
  public Spend(Kind kind, List<PublicKey> keys, SighashType type) {
    this(kind, type, KeySort.sort(keys));
  }

  /** The participants are in this order. */
  public Spend(Kind kind, SighashType type, List<PublicKey> inOrder) {
    this(kind, type, inOrder, 1, 7);
  }

  /** The output's key, where it is derived, is at this path. */
  public Spend(Kind kind, SighashType type, List<PublicKey> inOrder, int... path) {
    this.kind = kind;
    this.path = path.clone();
    this.participants = List.copyOf(inOrder);
    this.aggregate =
        Engines.bouncyCastle().aggregateKeys(participants, List.of()).aggregatePublicKey();
    this.derived = new SyntheticXpub(aggregate).derive(path).publicKey().xOnly();
    this.type = type;
  }

  public Psbt version0(int inputs) {
    ByteWriter unsigned = new ByteWriter().u32(2).compactSize(inputs);
    for (int i = 0; i < inputs; i++) {
      unsigned.bytes(txid(i)).u32(i).sized(Bytes.EMPTY).u32(0xffffffffL);
    }
    unsigned.compactSize(inputs);
    for (int i = 0; i < inputs; i++) {
      unsigned.i64(AMOUNT - 1_000).sized(recipient());
    }
    unsigned.u32(0);
    ByteWriter psbt = start();
    pair(psbt, "00", unsigned.written()).u8(0);
    for (int i = 0; i < inputs; i++) {
      input(psbt).u8(0);
    }
    for (int i = 0; i < inputs; i++) {
      psbt.u8(0);
    }
    return Psbt.decode(psbt.written());
  }

  public Psbt version2(int inputs) {
    return version2(Collections.nCopies(inputs, this));
  }

  /** One input of each. */
  public static Psbt version2(List<Spend> spends) {
    int inputs = spends.size();
    ByteWriter psbt = start();
    pair(psbt, "02", new ByteWriter().u32(2).written());
    pair(psbt, "04", new ByteWriter().compactSize(inputs).written());
    pair(psbt, "05", new ByteWriter().compactSize(inputs).written());
    pair(psbt, "fb", new ByteWriter().u32(2).written()).u8(0);
    for (int i = 0; i < inputs; i++) {
      spends.get(i).input(psbt);
      pair(psbt, "0e", txid(i));
      pair(psbt, "0f", new ByteWriter().u32(i).written()).u8(0);
    }
    for (int i = 0; i < inputs; i++) {
      pair(psbt, "03", new ByteWriter().i64(AMOUNT - 1_000).written());
      pair(psbt, "04", recipient()).u8(0);
    }
    return Psbt.decode(psbt.written());
  }

  private ByteWriter input(ByteWriter psbt) {
    pair(psbt, "01", new ByteWriter().i64(AMOUNT).sized(scriptPubKey()).written());
    if (type != SighashType.DEFAULT) {
      pair(psbt, "03", new ByteWriter().u32(type.value()).written());
    }
    if (kind == Kind.DERIVED_KEY_IN_SCRIPT) {
      pair(psbt, "15" + controlBlock().hex(), Bytes.concat(script(), Bytes.fromHex("c0")));
    }
    if (kind == Kind.DERIVED_INTERNAL_KEY || kind == Kind.DERIVED_KEY_IN_SCRIPT) {
      ByteWriter origin = new ByteWriter().compactSize(0).bytes(Fingerprint.of(aggregate));
      Arrays.stream(path).forEach(origin::u32);
      pair(psbt, "16" + derived.hex(), origin.written());
    }
    if (kind != Kind.OUTPUT_KEY) {
      pair(psbt, "17", internalKey().bytes());
    }
    if (merkleRoot() != null) {
      pair(psbt, "18", merkleRoot());
    }
    Bytes keys = Bytes.concat(participants.stream().map(PublicKey::bytes).toArray(Bytes[]::new));
    return pair(psbt, "1a" + aggregate.hex(), keys);
  }

  private Bytes scriptPubKey() {
    return Taproot.scriptPubKey(
        kind == Kind.OUTPUT_KEY
            ? aggregate.xOnly()
            : Taproot.outputKey(internalKey(), merkleRoot()));
  }

  private XOnlyPublicKey internalKey() {
    return switch (kind) {
      case DERIVED_KEY_IN_SCRIPT ->
          Engines.bouncyCastle().aggregateKeys(STRANGERS, List.of()).xOnlyPublicKey();
      case DERIVED_INTERNAL_KEY -> derived;
      default -> aggregate.xOnly();
    };
  }

  private @Nullable Bytes merkleRoot() {
    return kind == Kind.INTERNAL_KEY_WITH_SCRIPTS || kind == Kind.DERIVED_KEY_IN_SCRIPT
        ? new TapTree(List.of(TapTree.Leaf.of(0, script()))).merkleRoot()
        : null;
  }

  private Bytes script() {
    return Bytes.fromHex("20" + derived.hex() + "ac");
  }

  /** Of a tree with one leaf, so without a path; the parity of the output key is in front. */
  private Bytes controlBlock() {
    Tweak tweak = Taproot.tweak(internalKey(), merkleRoot());
    PublicKey output =
        Engines.bouncyCastle().aggregateKeys(STRANGERS, List.of(tweak)).aggregatePublicKey();
    boolean isOdd = output.hex().startsWith("03");
    return Bytes.concat(Bytes.fromHex(isOdd ? "c1" : "c0"), internalKey().bytes());
  }

  private static Bytes recipient() {
    return Bytes.fromHex("0014" + "11".repeat(20));
  }

  private static Bytes txid(int index) {
    return Bytes.fromHex(
        index < 255 ? "%02x".formatted(index + 1).repeat(32) : "%064x".formatted(index + 1));
  }

  private static ByteWriter start() {
    return new ByteWriter().bytes(Bytes.fromHex("70736274ff"));
  }

  private static ByteWriter pair(ByteWriter psbt, String key, Bytes value) {
    return psbt.sized(Bytes.fromHex(key)).sized(value);
  }
}
