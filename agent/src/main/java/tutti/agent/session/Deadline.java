package tutti.agent.session;

/**
 * Until when the current phase may last, by this signer's own clock and limits: what the services
 * say about deadlines is not needed to end.
 */
final class Deadline {
  private final SessionSettings settings;
  private long at = Long.MAX_VALUE;

  Deadline(SessionSettings settings) {
    this.settings = settings;
  }

  long at() {
    return at;
  }

  /** Sets the first deadline, when the session is first heard of. */
  boolean isPassed(long now) {
    if (at == Long.MAX_VALUE) {
      at = now + settings.phaseTimeout() + settings.grace();
    }
    return now > at;
  }

  /** A new phase begins. */
  void extend(VerifiedRequest request, long now) {
    at = now + phaseTimeout(request) + settings.grace();
  }

  /** A session opens before its request's end; so it must still be in its first phase. */
  void requireAlive(VerifiedRequest request, long now) throws DistrustException {
    DistrustException.unless(
        now <= request.request().expiresAt() + phaseTimeout(request), Lie.REQUEST_EXPIRED);
  }

  private long phaseTimeout(VerifiedRequest request) {
    Long shorter = request.request().optionsOrDefault().phaseTimeout();
    return shorter == null ? settings.phaseTimeout() : Math.min(shorter, settings.phaseTimeout());
  }
}
