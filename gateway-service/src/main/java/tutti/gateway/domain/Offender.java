package tutti.gateway.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;

/**
 * Someone who said what cannot be true, or whom an operator does not want.
 *
 * @param subject see {@link Subject}
 * @param strikes when it did, oldest first
 * @param bannedUntil milliseconds since 1970; 0 if it is not banned
 * @param reason of the ban
 * @param keepUntil when none of this matters any more
 * @param changes how often this has changed
 */
public record Offender(
    String subject,
    List<Long> strikes,
    long bannedUntil,
    @Nullable String reason,
    long keepUntil,
    long changes)
    implements Document {

  public Offender {
    strikes = List.copyOf(strikes);
  }

  static Offender first(String subject) {
    return new Offender(subject, List.of(), 0, null, 0, 0);
  }

  @Override
  public long dueAt() {
    return keepUntil;
  }

  @Override
  public long progress() {
    return changes;
  }

  public boolean isBanned(long now) {
    return now < bannedUntil;
  }

  Offender struck(long now, String what, StrikeRules rules) {
    List<Long> counted = new ArrayList<>(strikes);
    counted.removeIf(time -> time <= now - rules.window());
    counted.add(now);
    long end = now + rules.window();
    return counted.size() >= rules.strikes()
        ? banned(now + rules.banTime(), "%d times %s".formatted(counted.size(), what))
        : new Offender(
            subject, counted, bannedUntil, reason, Math.max(bannedUntil, end), changes + 1);
  }

  /** Never for less time than before. */
  Offender banned(long until, String why) {
    long end = Math.max(until, bannedUntil);
    return new Offender(subject, List.of(), end, why, end, changes + 1);
  }

  /** As new; kept for a moment, so that the pardon wins when a split network heals. */
  Offender pardoned(long now, long kept) {
    return new Offender(subject, List.of(), 0, null, now + kept, changes + 1);
  }
}
