package tutti.gateway.http;

import java.util.HashMap;
import java.util.Map;
import tutti.gateway.domain.Rate;

/** One meter per party. Whoever is quiet is forgotten. Used from the gateway's own context only. */
public final class Meters {
  /** Looked through when there are so many, and then twice as many as were left. */
  private static final int FEW = 1_024;

  private final Rate rate;
  private final Map<String, Meter> meters = new HashMap<>();
  private int lookThroughAt = FEW;

  public Meters(Rate rate) {
    this.rate = rate;
  }

  public Meter of(String subject) {
    if (meters.size() >= lookThroughAt) {
      meters.values().removeIf(Meter::isFull);
      lookThroughAt = Math.max(FEW, 2 * meters.size());
    }
    return meters.computeIfAbsent(subject, ignored -> new Meter(rate));
  }
}
