package tutti.request.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Which announcements are let in: everything that can be told without a signature or a store. */
public final class RequestAdmission {
  private final Limits limits;

  public RequestAdmission(Limits limits) {
    this.limits = limits;
  }

  /** Refuses an announcement that is outside the limits, and names the field. */
  public void admit(Envelope announcement, SigningRequest request, long now) {
    requireCreatorSpeaks(announcement, request);
    requireSizes(request);
    requireOptions(request.optionsOrDefault());
    requireFresh(announcement, now);
    requireLife(announcement, request, now);
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

  private static void requireCreatorSpeaks(Envelope announcement, SigningRequest request) {
    if (!request.creator().equals(announcement.signer())) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT, "body.creator", "only its creator can announce a request");
    }
  }

  private void requireSizes(SigningRequest request) {
    int signers = request.keys().size();
    int items = request.items().size();
    requireAtMost(Limit.SIGNERS_PER_REQUEST, signers, "body.keys");
    requireAtMost(Limit.ITEMS_PER_REQUEST, items, "body.items");
    requireAtMost(Limit.SLOTS_PER_REQUEST, (long) signers * items, "body.items");
    for (int i = 0; i < items; i++) {
      SigningItem item = request.items().get(i);
      int tweaks = item.tweaks() == null ? 0 : item.tweaks().size();
      requireAtMost(Limit.TWEAKS_PER_ITEM, tweaks, "body.items[%d].tweaks".formatted(i));
    }
  }

  private void requireOptions(RequestOptions options) {
    requireShort(Limit.PHASE_TIMEOUT, options.phaseTimeout(), "body.options.phaseTimeout");
    requireShort(
        Limit.BROADCAST_TIMEOUT, options.broadcastTimeout(), "body.options.broadcastTimeout");
    requireAtMost(
        Limit.ATTEMPTS_PER_REQUEST, options.maxAttemptsOrDefault(), "body.options.maxAttempts");
  }

  private void requireLife(Envelope announcement, SigningRequest request, long now) {
    if (request.expiresAt() <= now) {
      throw Refusal.ofField(ErrorCode.EXPIRED, "body.expiresAt", "the request has expired");
    }
    // Counted from the signer's own clock, so that asking for the whole life always works.
    long life = request.expiresAt() - announcement.sentAt();
    if (life > limits.get(Limit.REQUEST_LIFE)) {
      throw tooMuch(Limit.REQUEST_LIFE, life, "body.expiresAt");
    }
  }

  private void requireShort(Limit limit, @Nullable Long millis, String field) {
    if (millis == null) {
      return;
    }
    if (millis > limits.get(limit)) {
      throw tooMuch(limit, millis, field);
    }
    // So short that nobody could answer in time, and the session were lost from the start.
    if (millis < limit.min()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          field,
          "%s: %d, at least %d".formatted(limit.description(), millis, limit.min()));
    }
  }

  private void requireAtMost(Limit limit, long count, String field) {
    if (count > limits.get(limit)) {
      throw Refusal.ofField(ErrorCode.TOO_LARGE, field, text(limit, count));
    }
  }

  private Refusal tooMuch(Limit limit, long value, String field) {
    return Refusal.ofField(ErrorCode.MALFORMED, field, text(limit, value));
  }

  private String text(Limit limit, long value) {
    return "%s: %d, at most %d (%s)"
        .formatted(limit.description(), value, limits.get(limit), limit.key());
  }
}
