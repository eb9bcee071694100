package tutti.agent.session;

import java.util.function.Function;
import tutti.musig2.SecretKey;

/** What a signer signs the items of one request with. */
public sealed interface Hand {
  /** The private keys of the items, which are here. */
  non-sealed interface Keys extends Hand {
    /** Does some work with the private key of an item, which is not kept. */
    <T> T use(int item, Function<SecretKey, T> work);
  }

  /** The private keys are elsewhere: nonces and partial signatures are asked for. */
  record Elsewhere() implements Hand {}

  /** One key for all items. */
  static Keys of(SecretKey key) {
    return new Keys() {
      @Override
      public <T> T use(int item, Function<SecretKey, T> work) {
        return work.apply(key);
      }

      @Override
      public String toString() {
        return "Hand[own key]";
      }
    };
  }
}
