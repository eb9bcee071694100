package tutti.runtime.state;

import java.time.Clock;
import java.time.Duration;

/** How often, by which clock. */
public record Rhythm(Duration interval, Clock clock) {}
