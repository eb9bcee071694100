package tutti.runtime.bus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tutti.protocol.ErrorCode;

/**
 * Writes down each request that was served, at level DEBUG, and each of an operator, at INFO: who
 * asked what about what, and what came of it. Of what was said only public keys and ids.
 */
public final class RequestLog implements Witness {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  @Override
  public void served(Served served) {
    if (LOG.isDebugEnabled()) {
      LoggingEventBuilder line = LOG.atDebug().addKeyValue("operation", served.operation());
      line = with(line, "signer", served.signer());
      line = with(line, "request", served.requestId());
      line = with(line, "session", served.sessionId());
      line.addKeyValue("code", served.code())
          .addKeyValue("micros", served.nanos() / 1_000)
          .log("served");
    }
  }

  @Override
  public void ordered(Ordered ordered) {
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("operation", ordered.operation());
    line = with(line, "operator", ordered.operator());
    line = with(line, "about", ordered.about());
    line.addKeyValue("code", ordered.code()).log("asked by an operator");
  }

  @Override
  public void retried(String address, ErrorCode why) {
    LOG.atDebug()
        .addKeyValue("operation", Served.operation(address))
        .addKeyValue("code", why.name())
        .log("asked again");
  }

  private static LoggingEventBuilder with(
      LoggingEventBuilder line, String name, @Nullable String value) {
    return value == null ? line : line.addKeyValue(name, value);
  }
}
