package tutti.acceptance;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Lie;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.session.SessionPhase;

/**
 * Something untrue that services may show to one signer.
 *
 * @param found what its agent finds
 * @param furthest the last thing it says before that
 * @param others how the session ends for the others
 */
record SessionLie(
    String name,
    Lie found,
    Furthest furthest,
    SessionPhase others,
    @Nullable RequestOptions options,
    BiConsumer<TamperedBus, Group> tamper) {

  /** How far a signer may go before it can know. */
  enum Furthest {
    JOIN,
    COMMITMENT,
    NONCE,
    PARTIAL_SIGNATURE
  }

  @Override
  public String toString() {
    return name;
  }
}
