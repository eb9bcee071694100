package tutti.gateway.http;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tutti.gateway.domain.Origins;
import tutti.protocol.Limit;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.InvalidSettingException;
import tutti.runtime.config.Setting;
import tutti.runtime.config.Settings;

/** The settings as an HTTP server, and as the names that it has. */
public final class Listening {
  private static final int HEADER_BYTES = 8_192;
  private static final int LINE_BYTES = 4_096;

  /** What a bridge frame or a WebSocket has besides a message of the contract. */
  private static final int FRAME_BYTES = 2_000;

  /** How long a client that is let go has to say goodbye. */
  private static final int CLOSING_SECONDS = 2;

  private Listening() {}

  /** How the server listens: sizes are bounded before anything is read. */
  public static HttpServerOptions options(Settings settings) {
    int largest = largest(settings);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.get(EdgeSettings.HTTP_HOST))
            .setPort(settings.get(EdgeSettings.HTTP_PORT))
            .setMaxHeaderSize(HEADER_BYTES)
            .setMaxInitialLineLength(LINE_BYTES)
            .setMaxWebSocketFrameSize(largest)
            .setMaxWebSocketMessageSize(largest)
            .setWebSocketClosingTimeout(CLOSING_SECONDS)
            .setPerFrameWebSocketCompressionSupported(
                false) // a small frame could become a huge one
            .setPerMessageWebSocketCompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(
                Math.toIntExact(settings.get(EdgeSettings.HTTP_IDLE_TIMEOUT).toMillis()));
    return isTls(settings) ? withTls(options, settings) : options;
  }

  /** How many bytes a frame, or what carries it, may have. */
  public static int largest(Settings settings) {
    return settings.limits().intValue(Limit.BATCH_BYTES) + FRAME_BYTES;
  }

  /** Who the gateway is to its clients, once it is known where it listens. */
  public static Origins origins(Settings settings, int port) {
    try {
      return Origins.of(
          isTls(settings) ? "https" : "http",
          settings.get(EdgeSettings.HTTP_HOST),
          port,
          list(settings, EdgeSettings.HTTP_ORIGINS),
          Set.copyOf(list(settings, EdgeSettings.HTTP_CORS_ORIGINS)));
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          EdgeSettings.HTTP_ORIGINS.name(), "given", String.valueOf(e.getMessage()));
    }
  }

  /** Where it listens, as an origin. */
  public static String origin(Settings settings, int port) {
    String host = settings.get(EdgeSettings.HTTP_HOST);
    return "%s://%s:%d"
        .formatted(
            isTls(settings) ? "https" : "http",
            host.indexOf(':') < 0 ? host : "[" + host + "]",
            port);
  }

  private static boolean isTls(Settings settings) {
    return isGiven(settings, EdgeSettings.HTTP_TLS_CERTIFICATE_FILE);
  }

  private static HttpServerOptions withTls(HttpServerOptions options, Settings settings) {
    options
        .setSsl(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(settings.get(EdgeSettings.HTTP_TLS_CERTIFICATE_FILE))
                .setKeyPath(settings.get(EdgeSettings.HTTP_TLS_KEY_FILE)));
    if (isGiven(settings, EdgeSettings.HTTP_TLS_CLIENT_CA_FILE)) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(
              new PemTrustOptions()
                  .addCertPath(settings.get(EdgeSettings.HTTP_TLS_CLIENT_CA_FILE)));
    }
    return options;
  }

  private static List<String> list(Settings settings, Setting<List<String>> setting) {
    List<String> values = settings.get(setting);
    return values.equals(List.of(EdgeSettings.NONE)) ? List.of() : values;
  }

  private static boolean isGiven(Settings settings, Setting<String> file) {
    return !settings.get(file).equals(EdgeSettings.NONE);
  }
}
