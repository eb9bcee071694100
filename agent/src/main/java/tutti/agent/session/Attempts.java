package tutti.agent.session;

import java.util.LinkedHashMap;
import java.util.Map;
import tutti.protocol.RequestId;

/** The newest attempt of every request that one signer was led into; it only grows. */
public final class Attempts {
  /** Requests do not live for ever; the ones heard of first are forgotten first. */
  private static final int MAX_REQUESTS = 100_000;

  private final Map<RequestId, Integer> newest = new LinkedHashMap<>();

  /** Records an attempt; false if a later one was there before. */
  boolean admit(RequestId request, int attempt) {
    int last = newest.merge(request, attempt, Math::max);
    if (newest.size() > MAX_REQUESTS) {
      newest.remove(newest.keySet().iterator().next());
    }
    return last == attempt;
  }
}
