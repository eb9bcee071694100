package tutti.discovery.domain;

import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.Advertisement;

/** Which advertisements are let in: what can be told without a signature or a store. */
public final class AdvertisementAdmission {
  private final Limits limits;

  public AdvertisementAdmission(Limits limits) {
    this.limits = limits;
  }

  /** Refuses an advertisement that is stale, from the future, over, or too long. */
  public void admit(Envelope envelope, Advertisement advertisement, long now) {
    requireFresh(envelope, now);
    if (advertisement.expiresAt() <= now) {
      throw Refusal.ofField(ErrorCode.EXPIRED, "body.expiresAt", "the advertisement has expired");
    }
    // Counted from the signer's own clock, so that asking for the whole life always works.
    long life = advertisement.expiresAt() - envelope.sentAt();
    if (life > limits.get(Limit.ADVERTISEMENT_LIFE)) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "body.expiresAt",
          "%s: %d, at most %d (%s)"
              .formatted(
                  Limit.ADVERTISEMENT_LIFE.description(),
                  life,
                  limits.get(Limit.ADVERTISEMENT_LIFE),
                  Limit.ADVERTISEMENT_LIFE.key()));
    }
  }

  /** Refuses what was said too long ago, or is from the future. */
  public void requireFresh(Envelope envelope, long now) {
    long skew = limits.get(Limit.TIMESTAMP_SKEW);
    if (Math.abs(now - envelope.sentAt()) > skew) {
      throw Refusal.ofField(
          ErrorCode.CLOCK_SKEW,
          "sentAt",
          "sentAt is %d ms from the time here, %d allowed"
              .formatted(envelope.sentAt() - now, skew));
    }
  }
}
