package tutti.gateway.domain;

import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/** Counts strikes and keeps the list of bans; each command knows its transition. */
public final class OffenderMachine implements Machine<Offender, OffenderCommand, BanVerdict> {
  /** Listed directly, so its name is known outside. */
  public static final String MAP = "gateway-offenders";

  @Override
  public String map() {
    return MAP;
  }

  @Override
  public Class<Offender> documentType() {
    return Offender.class;
  }

  @Override
  public Class<OffenderCommand> commandType() {
    return OffenderCommand.class;
  }

  @Override
  public Class<BanVerdict> resultType() {
    return BanVerdict.class;
  }

  @Override
  public Step<Offender, BanVerdict> apply(@Nullable Offender document, OffenderCommand command) {
    return command.applyTo(document);
  }

  /** Bans and pardons; whoever was struck and not banned begins anew. */
  @Override
  public boolean isLasting(@Nullable Offender before, Offender after) {
    return after.bannedUntil() != (before == null ? 0 : before.bannedUntil());
  }
}
