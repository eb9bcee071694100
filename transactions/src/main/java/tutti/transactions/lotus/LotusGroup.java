package tutti.transactions.lotus;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.KeyAggContext;
import tutti.musig2.KeySort;
import tutti.musig2.LotusTaproot;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.musig2.UnsupportedBySuiteException;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.KeyHash;

/** Signers who own outputs together, and the scripts of those. */
public final class LotusGroup {
  static final VerifyEngine ENGINE = Engines.bouncyCastle();

  private static final Bytes HASH_START = Bytes.fromHex("76a914");
  private static final Bytes HASH_END = Bytes.fromHex("88ac");

  private final KeyAggContext plain;
  private final KeyAggContext committed;

  private LotusGroup(KeyAggContext plain, KeyAggContext committed) {
    this.plain = plain;
    this.committed = committed;
  }

  /**
   * The group of these signers, in whatever order they are given.
   *
   * @throws Refusal {@code INVALID_KEY} if one is no point or is there twice
   */
  public static LotusGroup of(List<PublicKey> keys) {
    List<PublicKey> sorted = KeySort.sort(keys);
    try {
      KeyAggContext plain = ENGINE.aggregateKeys(Suite.LOTUS, sorted, List.of());
      return new LotusGroup(
          plain,
          ENGINE.aggregateKeys(
              Suite.LOTUS, sorted, List.of(LotusTaproot.tweak(plain.aggregatePublicKey(), null))));
    } catch (InvalidContributionException | UnsupportedBySuiteException e) {
      throw Refusal.ofField(ErrorCode.INVALID_KEY, "keys", String.valueOf(e.getMessage()));
    }
  }

  /** The key of all of them together. */
  public PublicKey aggregateKey() {
    return plain.aggregatePublicKey();
  }

  /** The script of a Taproot output that they own, and nothing but their signature spends. */
  public Bytes taprootScript() {
    return LotusTaproot.scriptPubKey(committed.aggregatePublicKey());
  }

  /** The script of an output that names the hash of their key. */
  public Bytes pubkeyHashScript() {
    return Bytes.concat(HASH_START, KeyHash.of(aggregateKey()), HASH_END);
  }

  /** Their key, if they and nobody else can spend outputs with this script. */
  @Nullable PublicKey owner(Bytes script) {
    return keysOf(script).isPresent() ? aggregateKey() : null;
  }

  /** The keys with the tweaks by which they sign for outputs with this script, if they can. */
  Optional<KeyAggContext> keysOf(Bytes script) {
    return LotusInputType.of(script).flatMap(type -> keysOf(script, type));
  }

  private Optional<KeyAggContext> keysOf(Bytes script, LotusInputType type) {
    return switch (type) {
      case TAPROOT -> {
        Bytes key = committed.aggregatePublicKey().bytes();
        boolean same = LotusInputType.taprootKey(script).equals(key);
        yield same ? Optional.of(committed) : Optional.empty();
      }
      case PUBKEY_HASH -> script.equals(pubkeyHashScript()) ? Optional.of(plain) : Optional.empty();
    };
  }
}
