package tutti.transactions.signing;

import java.util.ArrayList;
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
  private final List<Base> bases;

  /** A key that others are looked for below. */
  private record Base(ExtendedSecretKey key, KeyOrigin origin) {
    static Base ofMaster(ExtendedSecretKey key) {
      return new Base(key, new KeyOrigin(Fingerprint.of(key.publicKey()), List.of()));
    }

    /** The path from here to what has the origin, which may also start here. */
    List<Long> pathTo(KeyOrigin given) {
      int depth = origin.path().size();
      List<Long> path = given.path();
      if (given.fingerprint().equals(origin.fingerprint())
          && path.size() >= depth
          && path.subList(0, depth).equals(origin.path())) {
        return path.subList(depth, path.size());
      }
      return given.fingerprint().equals(Fingerprint.of(key.publicKey())) ? path : List.of();
    }
  }

  private DerivedKeys(List<Base> bases) {
    this.bases = bases;
  }

  /**
   * The keys below a key that has an origin.
   *
   * @param key the key of that origin, or its master key
   * @throws Refusal {@code INVALID_KEY} if the origin is not the key's
   */
  public static DerivedKeys of(ExtendedSecretKey key, KeyOrigin origin) {
    List<Base> bases = new ArrayList<>();
    if (key.depth() == 0) {
      Base master = Base.ofMaster(key);
      bases.add(master);
      if (!origin.fingerprint().equals(master.origin().fingerprint())) {
        throw notFrom(origin);
      }
      bases.add(new Base(key.child(origin.path()), origin));
    } else if (key.depth() == origin.path().size()) {
      bases.add(new Base(key, origin));
    } else {
      throw notFrom(origin);
    }
    return new DerivedKeys(bases);
  }

  /** All keys below a master key. */
  public static DerivedKeys ofMaster(ExtendedSecretKey key) {
    return new DerivedKeys(List.of(Base.ofMaster(key)));
  }

  @Override
  public <T> Optional<T> use(
      PublicKey participant, Optional<KeyOrigin> origin, Function<SecretKey, T> work) {
    return bases.stream()
        .flatMap(base -> use(base, participant, origin, work).stream())
        .findFirst();
  }

  private static <T> Optional<T> use(
      Base base, PublicKey participant, Optional<KeyOrigin> origin, Function<SecretKey, T> work) {
    List<Long> path = origin.map(base::pathTo).orElse(List.of());
    try (SecretKey derived = base.key().derive(path)) {
      return derived.publicKey().equals(participant)
          ? Optional.of(work.apply(derived))
          : Optional.empty();
    }
  }

  private static Refusal notFrom(KeyOrigin origin) {
    return Refusal.ofField(
        ErrorCode.INVALID_KEY, "origin", "the key does not come from %s".formatted(origin));
  }

  @Override
  public String toString() {
    return "DerivedKeys" + bases.stream().map(Base::origin).toList();
  }
}
