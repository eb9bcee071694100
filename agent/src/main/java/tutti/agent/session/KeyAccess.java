package tutti.agent.session;

import java.util.function.Function;
import tutti.musig2.SecretKey;

/** Where the private keys are that a signer signs the items of one request with. */
public sealed interface KeyAccess {
  /** The private keys of the items, which are here. */
  non-sealed interface Here extends KeyAccess {
    /** Does some work with the private key of an item, which is not kept. */
    <T> T use(int item, Function<SecretKey, T> work);
  }

  /** The private keys are elsewhere: nonces and partial signatures are asked for. */
  record Elsewhere() implements KeyAccess {}

  /** One key for all items. */
  static Here of(SecretKey key) {
    return new Here() {
      @Override
      public <T> T use(int item, Function<SecretKey, T> work) {
        return work.apply(key);
      }

      @Override
      public String toString() {
        return "KeyAccess[own key]";
      }
    };
  }
}
