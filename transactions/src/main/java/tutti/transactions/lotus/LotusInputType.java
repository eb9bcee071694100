package tutti.transactions.lotus;

import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.transactions.bitcoin.ByteWriter;

/**
 * How an input is signed. It follows from the script of the output that it spends, and so does the
 * hash type: whoever could choose that could have signed less than everything.
 */
public enum LotusInputType {
  /** A Taproot output by its key, with {@code SIGHASH_LOTUS}. */
  TAPROOT(0x61) {
    @Override
    Bytes unlocking(Signature signature, PublicKey key) {
      return new ByteWriter().sized(withType(signature)).written();
    }
  },

  /** An output that names the hash of a key, with {@code SIGHASH_FORKID}. */
  PUBKEY_HASH(0x41) {
    @Override
    Bytes unlocking(Signature signature, PublicKey key) {
      return new ByteWriter().sized(withType(signature)).sized(key.bytes()).written();
    }
  };

  private static final String TAPROOT_START = "625121"; // OP_SCRIPTTYPE, OP_1, push of 33 bytes
  private static final int TAPROOT_SIZE = 36;
  private static final String STATE_PUSH = "20"; // 32 bytes
  private static final int TAPROOT_SIZE_WITH_STATE = 69;

  private static final String HASH_START = "76a914"; // OP_DUP, OP_HASH160, push of 20 bytes
  private static final String HASH_END = "88ac"; // OP_EQUALVERIFY, OP_CHECKSIG
  private static final int HASH_SIZE = 25;

  private final int hashType;

  LotusInputType(int hashType) {
    this.hashType = hashType;
  }

  /** How outputs with this script are spent; empty if one signature is not how. */
  public static Optional<LotusInputType> of(Bytes script) {
    String hex = script.hex();
    if (isTaproot(script.length(), hex)) {
      return Optional.of(TAPROOT);
    }
    boolean isHash =
        script.length() == HASH_SIZE && hex.startsWith(HASH_START) && hex.endsWith(HASH_END);
    return isHash ? Optional.of(PUBKEY_HASH) : Optional.empty();
  }

  /** The key of a Taproot script. */
  static Bytes taprootKey(Bytes script) {
    return script.slice(TAPROOT_SIZE - PublicKey.SIZE, TAPROOT_SIZE);
  }

  /** What of the transaction is signed: all of it, always. */
  public int hashType() {
    return hashType;
  }

  /** What an input with this signature has as its script. */
  abstract Bytes unlocking(Signature signature, PublicKey key);

  /** The 65 bytes of a signature in a transaction. */
  Bytes withType(Signature signature) {
    return Bytes.concat(signature.bytes(), Bytes.of(new byte[] {(byte) hashType}));
  }

  private static boolean isTaproot(int length, String hex) {
    if (!hex.startsWith(TAPROOT_START)) {
      return false;
    }
    return length == TAPROOT_SIZE
        || (length == TAPROOT_SIZE_WITH_STATE && hex.startsWith(STATE_PUSH, 2 * TAPROOT_SIZE));
  }
}
