package tutti.agent.session;

import java.util.LinkedHashMap;
import java.util.Map;
import tutti.protocol.RequestId;

/** The newest attempt of every request that one signer was led into; it only grows. */
public final class Attempts {
  /** Requests do not live for ever; the ones heard of first are forgotten first. */
  private static final int MAX_REQUESTS = 100_000;

  private final Map<RequestId, Integer> newest = new LinkedHashMap<>();

  /**
   * Records an attempt; false if it, or a later one, was there before. So a session that was
   * forgotten since is not taken part in again: two sets of nonces in one session would look like a
   * signer that contradicts itself.
   */
  boolean admit(RequestId request, int attempt) {
    Integer last = newest.get(request);
    if (last != null && last >= attempt) {
      return false;
    }
    newest.put(request, attempt);
    if (newest.size() > MAX_REQUESTS) {
      newest.remove(newest.keySet().iterator().next());
    }
    return true;
  }
}
