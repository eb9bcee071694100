package tutti.transactions.signing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.psbt.KeyOrigin;

/**
 * The keys below an extended private key, found by the origins in PSBTs. What an origin says is
 * tried, not believed: the key that is derived must be the participant's.
 */
public final class DerivedKeys implements ParticipantKeys {
  private final ExtendedSecretKey key;
  private final KeyOrigin origin;

  private DerivedKeys(ExtendedSecretKey key, KeyOrigin origin) {
    this.key = key;
    this.origin = origin;
  }

  /**
   * The keys below a key and those below others of its master key, which must be at hand then.
   *
   * @param origin of the key itself, or of one below it that is meant, if the key is a master key
   * @throws Refusal {@code INVALID_KEY} if the origin is not the key's
   */
  public static DerivedKeys of(ExtendedSecretKey key, KeyOrigin origin) {
    boolean isMaster = key.depth() == 0;
    if (isMaster && origin.fingerprint().equals(Fingerprint.of(key.publicKey()))) {
      return ofMaster(key);
    }
    if (isMaster || key.depth() != origin.path().size()) {
      throw Refusal.ofField(
          ErrorCode.INVALID_KEY, "origin", "the key does not come from %s".formatted(origin));
    }
    return new DerivedKeys(key, origin);
  }

  /** All keys below a master key. */
  public static DerivedKeys ofMaster(ExtendedSecretKey key) {
    return new DerivedKeys(key, new KeyOrigin(Fingerprint.of(key.publicKey()), List.of()));
  }

  @Override
  public <T> Optional<T> use(
      PublicKey participant, Optional<KeyOrigin> from, Function<SecretKey, T> work) {
    int depth = origin.path().size();
    List<Long> path =
        from.filter(this::isBelow)
            .map(given -> given.path().subList(depth, given.path().size()))
            .orElse(List.of());
    try (SecretKey derived = key.derive(path)) {
      return derived.publicKey().equals(participant)
          ? Optional.of(work.apply(derived))
          : Optional.empty();
    }
  }

  private boolean isBelow(KeyOrigin given) {
    int depth = origin.path().size();
    return given.fingerprint().equals(origin.fingerprint())
        && given.path().size() >= depth
        && given.path().subList(0, depth).equals(origin.path());
  }

  @Override
  public String toString() {
    return "DerivedKeys[%s]".formatted(origin);
  }
}
