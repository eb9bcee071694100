package tutti.gateway.access;

import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Offences;
import tutti.gateway.domain.Subject;
import tutti.gateway.http.Meters;
import tutti.musig2.PublicKey;
import tutti.protocol.Refusal;

/** Keeps count of how clients and the keys that they speak for behave. */
public final class Conduct {
  /** A login leaves a token behind, in the memory of two members. */
  private static final int LOGIN_COST = 10;

  private final Bans bans;
  private final Meters addresses;
  private final Meters keys;

  public Conduct(Bans bans, Meters addresses, Meters keys) {
    this.bans = bans;
    this.addresses = addresses;
    this.keys = keys;
  }

  /** Refuses a key that is banned or has said too much. */
  public void requireWelcome(@Nullable PublicKey signer) {
    if (signer != null) {
      bans.requireNone(Subject.of(signer));
      keys.of(Subject.of(signer)).requireSome();
    }
  }

  /** Only what the key has signed itself is counted, or others could use up what it may say. */
  public void accepted(@Nullable PublicKey signer) {
    if (signer != null) {
      keys.of(Subject.of(signer)).take(1);
    }
  }

  /** Keys cost nothing, so it is the address that pays most of the time. */
  public void loggedIn(PublicKey signer, ClientAddress address) {
    addresses.of(Subject.of(address)).take(LOGIN_COST);
    keys.of(Subject.of(signer)).take(LOGIN_COST);
  }

  /** Something was refused; it is held against whoever cannot have been in good faith. */
  public void refused(Refusal refusal, ClientAddress address, @Nullable PublicKey signer) {
    if (Offences.isOfTheSender(refusal.code())) {
      bans.strike(Subject.of(address), refusal.code());
    }
    if (signer != null && Offences.isOfTheSigner(refusal.code())) {
      bans.strike(Subject.of(signer), refusal.code());
    }
  }
}
