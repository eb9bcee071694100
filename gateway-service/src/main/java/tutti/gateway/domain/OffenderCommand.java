package tutti.gateway.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.machine.Step;

/** What can happen to an offender. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OffenderCommand.Strike.class, name = "strike"),
  @JsonSubTypes.Type(value = OffenderCommand.Ban.class, name = "ban"),
  @JsonSubTypes.Type(value = OffenderCommand.Pardon.class, name = "pardon"),
  @JsonSubTypes.Type(value = OffenderCommand.Tick.class, name = "tick")
})
public sealed interface OffenderCommand {
  /** How long it is remembered that somebody was pardoned; milliseconds. */
  long PARDON_KEPT = 60_000;

  /** The offender after this, and until when it is banned. */
  Step<Offender, BanVerdict> applyTo(@Nullable Offender offender);

  /** It said what cannot be true. */
  record Strike(String subject, long now, String what, StrikeRules rules)
      implements OffenderCommand {
    @Override
    public Step<Offender, BanVerdict> applyTo(@Nullable Offender offender) {
      Offender before = offender == null ? Offender.first(subject) : offender;
      return before.isBanned(now)
          ? new Step<>(offender, BanVerdict.of(before))
          : step(before.struck(now, what, rules));
    }
  }

  /** An operator does not want it here. */
  record Ban(String subject, long until, String reason) implements OffenderCommand {
    @Override
    public Step<Offender, BanVerdict> applyTo(@Nullable Offender offender) {
      return step((offender == null ? Offender.first(subject) : offender).banned(until, reason));
    }
  }

  /** An operator forgives it. */
  record Pardon(long now) implements OffenderCommand {
    @Override
    public Step<Offender, BanVerdict> applyTo(@Nullable Offender offender) {
      if (offender == null || !offender.isBanned(now)) {
        throw Refusal.of(ErrorCode.NOT_FOUND, "not banned");
      }
      return step(offender.pardoned(now, PARDON_KEPT));
    }
  }

  /** Time has passed. */
  record Tick(long now) implements OffenderCommand {
    @Override
    public Step<Offender, BanVerdict> applyTo(@Nullable Offender offender) {
      boolean over = offender != null && now >= offender.keepUntil();
      return new Step<>(over ? null : offender, BanVerdict.NONE);
    }
  }

  private static Step<Offender, BanVerdict> step(Offender after) {
    return new Step<>(after, BanVerdict.of(after));
  }
}
