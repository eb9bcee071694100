package tutti.discovery.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Step;

/**
 * What a command led to, and what is to be done now.
 *
 * @param done the command has its effect, now or from before
 * @param outgoing events to publish, and then to report as published
 */
public record SignerOutcome(boolean done, List<Outgoing> outgoing) {
  /** Nothing has changed. */
  static final SignerOutcome NOTHING = new SignerOutcome(false, List.of());

  /** The very same was said before. */
  static final SignerOutcome DONE_BEFORE = new SignerOutcome(true, List.of());

  public SignerOutcome {
    outgoing = List.copyOf(outgoing);
  }

  static Step<SignerDocument, SignerOutcome> changed(
      @Nullable SignerDocument before, SignerDocument after) {
    long lastTold = before == null ? 0 : before.outbox().lastNumber();
    return new Step<>(after, new SignerOutcome(true, after.outbox().after(lastTold)));
  }
}
