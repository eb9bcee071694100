package tutti.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.protocol.request.RequestState;
import tutti.request.domain.Notice;
import tutti.request.domain.RequestDocument;
import tutti.runtime.machine.Document;
import tutti.runtime.metrics.DocumentWatch;
import tutti.runtime.metrics.Lag;
import tutti.runtime.metrics.Levels;

/** Counts what becomes of signing requests. */
final class RequestWatch implements DocumentWatch {
  private static final String MAP = "signing-requests";

  private final MeterRegistry registry;
  private final Levels<RequestState> requests;
  private final Lag lag;

  /** Makes it. */
  public static final class Provider implements DocumentWatch.Provider {
    @Override
    public String map() {
      return MAP;
    }

    @Override
    public DocumentWatch watch(MeterRegistry registry) {
      return new RequestWatch(registry);
    }
  }

  RequestWatch(MeterRegistry registry) {
    this.registry = registry;
    requests =
        new Levels<>(
            registry,
            "tutti.requests",
            "Signing requests that this member holds, ended ones until they are removed.",
            RequestState.class);
    lag = new Lag(registry, MAP);
  }

  @Override
  public void changed(@Nullable Document before, @Nullable Document after) {
    if (after instanceof RequestDocument now
        && (!(before instanceof RequestDocument then) || then.state() != now.state())) {
      Counter.builder("tutti.requests.reached")
          .description("Signing requests that came to a state; open are the announced ones.")
          .tag("state", Levels.label(now.state()))
          .register(registry)
          .increment();
    }
  }

  @Override
  public void counted(Collection<Document> held, long now) {
    Map<RequestState, Long> byState = new EnumMap<>(RequestState.class);
    long oldest = now;
    for (Document document : held) {
      RequestDocument request = (RequestDocument) document;
      byState.merge(request.state(), 1L, Long::sum);
      for (Notice notice : request.outbox().notices()) {
        oldest = Math.min(oldest, notice.time());
      }
    }
    requests.set(byState);
    lag.set(now, oldest);
  }
}
