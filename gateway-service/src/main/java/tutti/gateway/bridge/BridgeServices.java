package tutti.gateway.bridge;

import io.vertx.core.Vertx;
import java.time.Clock;
import tutti.gateway.access.Bans;
import tutti.gateway.access.Conduct;
import tutti.gateway.access.EdgeMeters;
import tutti.gateway.access.Logins;
import tutti.gateway.access.Readers;
import tutti.gateway.access.Stamps;
import tutti.gateway.event.Channels;
import tutti.gateway.http.Meters;
import tutti.protocol.Limits;
import tutti.runtime.config.Settings;

/** What all connections of a bridge share. */
public record BridgeServices(
    Vertx vertx,
    Clock clock,
    Settings settings,
    Logins logins,
    Bans bans,
    Channels channels,
    Meters addresses,
    Conduct conduct,
    Stamps stamps,
    Readers readers,
    EdgeMeters meters) {

  Limits limits() {
    return settings.limits();
  }
}
