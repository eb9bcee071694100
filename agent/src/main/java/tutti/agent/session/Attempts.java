package tutti.agent.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;

/**
 * What one signer remembers about its requests across their sessions: the newest attempt that it
 * was led into, which only grows, and whether its consent still stands.
 */
public final class Attempts {
  /** Requests do not live for ever; the ones heard of first are forgotten first. */
  private static final int MAX_REQUESTS = 100_000;

  private final Map<RequestId, Integer> newest = new LinkedHashMap<>();
  private final Set<RequestId> withdrawn = new LinkedHashSet<>();
  private final @Nullable Set<RequestId> agreed;

  /** Of a signer that takes part in all that it has joined, in whatever life. */
  public Attempts() {
    agreed = null;
  }

  /** Of one that takes part in these requests alone, and in those that it consents to later. */
  public Attempts(Set<RequestId> agreed) {
    this.agreed = new HashSet<>(agreed);
  }

  /**
   * The signer has said no: whoever opens another session of the request, this signer only watches
   * it.
   */
  public void withdraw(RequestId request) {
    withdrawn.add(request);
    if (withdrawn.size() > MAX_REQUESTS) {
      withdrawn.remove(withdrawn.iterator().next());
    }
  }

  /** The application itself says yes again; nobody else can. */
  public void consent(RequestId request) {
    withdrawn.remove(request);
    if (agreed != null) {
      agreed.add(request);
    }
  }

  /** Whether this signer only watches. */
  public boolean isWithdrawn(RequestId request) {
    return withdrawn.contains(request) || (agreed != null && !agreed.contains(request));
  }

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
