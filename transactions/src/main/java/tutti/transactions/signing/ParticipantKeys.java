package tutti.transactions.signing;

import java.util.Optional;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.transactions.psbt.KeyOrigin;

/** The private keys that somebody takes part with. */
public interface ParticipantKeys {
  /**
   * Does some work with the private key of a participant, if it is one of these.
   *
   * @param origin where the PSBT says that the participant's key comes from, true or not
   * @return empty if it is another's key
   */
  <T> Optional<T> use(
      PublicKey participant, Optional<KeyOrigin> origin, Function<SecretKey, T> work);

  /** A single key. It stays the caller's to close. */
  static ParticipantKeys of(SecretKey key) {
    return new ParticipantKeys() {
      @Override
      public <T> Optional<T> use(
          PublicKey participant, Optional<KeyOrigin> origin, Function<SecretKey, T> work) {
        return key.publicKey().equals(participant)
            ? Optional.of(work.apply(key))
            : Optional.empty();
      }
    };
  }
}
