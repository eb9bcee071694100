package tutti.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The real time, which tests may move forward. */
final class TestClock extends Clock {
  private final AtomicLong ahead = new AtomicLong();

  void advance(Duration time) {
    ahead.addAndGet(time.toMillis());
  }

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
