package tutti.gateway.domain;

/** Until when somebody is banned; 0 for who is not. */
public record BanVerdict(long bannedUntil) {
  public static final BanVerdict NONE = new BanVerdict(0);

  static BanVerdict of(Offender offender) {
    return new BanVerdict(offender.bannedUntil());
  }
}
