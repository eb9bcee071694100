package tutti.runtime.config;

import java.time.Duration;
import java.util.List;

/** The settings of a gateway: where it listens, whom it lets in, and how much of each. */
public final class EdgeSettings {
  /** What a list or a file is called that there is not. */
  public static final String NONE = "none";

  public static final Setting<String> HTTP_HOST =
      new Setting<>("http-host", "127.0.0.1", Kind.text(), "address that the gateway listens on");
  public static final Setting<Integer> HTTP_PORT =
      new Setting<>(
          "http-port", "8080", Kind.integer(0, 65_535), "port of the gateway; 0 is any free");
  public static final Setting<List<String>> HTTP_ORIGINS =
      new Setting<>(
          "http-origins",
          NONE,
          Kind.list(),
          "origins that clients know the gateway by, https://tutti.example, besides its own host");
  public static final Setting<List<String>> HTTP_CORS_ORIGINS =
      new Setting<>(
          "http-cors-origins", NONE, Kind.list(), "other sites whose pages may use the gateway");
  public static final Setting<ProxyHeader> HTTP_PROXY_HEADER =
      new Setting<>(
          "http-proxy-header",
          "none",
          Kind.choice(ProxyHeader.class),
          "header in which a proxy in front says who asks; only where nobody can go around it");
  public static final Setting<String> HTTP_TLS_CERTIFICATE_FILE =
      new Setting<>("http-tls-certificate-file", NONE, Kind.text(), "PEM file; turns TLS on");
  public static final Setting<String> HTTP_TLS_KEY_FILE =
      new Setting<>("http-tls-key-file", NONE, Kind.text(), "PEM file of its private key");
  public static final Setting<String> HTTP_TLS_CLIENT_CA_FILE =
      new Setting<>(
          "http-tls-client-ca-file",
          NONE,
          Kind.text(),
          "PEM file; only clients with a certificate of these are let in");
  public static final Setting<Integer> HTTP_CONNECTIONS =
      count("http-connections", "10000", 1_000_000, "connections at a time");
  public static final Setting<Integer> HTTP_CONNECTIONS_PER_ADDRESS =
      count(
          "http-connections-per-address", "500", 1_000_000, "connections of one address at a time");
  public static final Setting<Duration> HTTP_REQUEST_TIMEOUT =
      time("http-request-timeout", "10s", "how long a client may take to send a whole request");
  public static final Setting<Duration> HTTP_IDLE_TIMEOUT =
      time("http-idle-timeout", "60s", "silence after which a connection is closed");
  public static final Setting<Integer> RATE_PER_CONNECTION =
      count(
          "gateway-rate-per-connection",
          "200",
          1_000_000,
          "messages per second of one connection; four times as many at once");
  public static final Setting<Integer> RATE_PER_ADDRESS =
      count(
          "gateway-rate-per-address",
          "1000",
          10_000_000,
          "messages and requests per second of one address; four times as many at once");
  public static final Setting<Integer> RATE_PER_KEY =
      count(
          "gateway-rate-per-key",
          "200",
          1_000_000,
          "signed messages per second of one key; four times as many at once");
  public static final Setting<Integer> KEYS_PER_CONNECTION =
      count("gateway-keys-per-connection", "10", 10_000, "keys that may log in on one connection");
  public static final Setting<Integer> IN_FLIGHT_PER_CONNECTION =
      count(
          "gateway-in-flight-per-connection",
          "500",
          1_000_000,
          "requests and undelivered events of one connection at a time");
  public static final Setting<Duration> CHALLENGE_LIFE =
      time("gateway-challenge-life", "1m", "time to answer the challenge of a login");
  public static final Setting<Duration> TOKEN_LIFE =
      time("gateway-token-life", "1h", "how long a login lasts");
  public static final Setting<Integer> STRIKES =
      count(
          "gateway-strikes",
          "10",
          1_000,
          "invalid signatures or contributions within gateway-strike-window that lead to a ban");
  public static final Setting<Duration> STRIKE_WINDOW =
      time("gateway-strike-window", "10m", "time in which they are counted");
  public static final Setting<Duration> BAN_TIME =
      time("gateway-ban-time", "15m", "how long such a ban lasts");
  public static final Setting<Integer> STAMP_BITS =
      new Setting<>(
          "gateway-stamp-bits",
          "0",
          Kind.integer(0, 32),
          "work asked of a key that does not advertise yet, about 2^bits hashes; 0 is none");
  public static final Setting<String> OPERATOR_KEY_FILE =
      new Setting<>(
          "gateway-operator-key-file",
          NONE,
          Kind.text(),
          "file with an API key that may do everything; made if it is not there");
  public static final Setting<Integer> EVENTS_KEPT =
      count("gateway-events-kept", "1000", 1_000_000, "public events kept for a replay");
  public static final Setting<Duration> REPLY_LIFE =
      time("gateway-reply-life", "1h", "how long an Idempotency-Key is remembered");
  public static final Setting<WebhookTargets> WEBHOOK_TARGETS =
      new Setting<>(
          "gateway-webhook-targets",
          "public",
          Kind.choice(WebhookTargets.class),
          "where webhooks may go: https to public addresses, or anywhere");

  public static final Setting<SessionReads> SESSION_READS =
      new Setting<>(
          "gateway-session-reads",
          "public",
          Kind.choice(SessionReads.class),
          "who may read sessions: whoever knows their ids, or their signers and API keys only");
  public static final Setting<Integer> TRANSACTIONS_WAITING =
      count(
          "gateway-transactions-waiting",
          "16",
          1_000,
          "transactions that wait to be shown, the one at work among them");
  public static final Setting<Integer> TRANSACTIONS_WAITING_PER_ADDRESS =
      count(
          "gateway-transactions-waiting-per-address",
          "2",
          1_000,
          "of these those that one address asks for");

  private EdgeSettings() {}

  static List<Setting<?>> all() {
    return List.of(
        HTTP_HOST,
        HTTP_PORT,
        HTTP_ORIGINS,
        HTTP_CORS_ORIGINS,
        HTTP_PROXY_HEADER,
        HTTP_TLS_CERTIFICATE_FILE,
        HTTP_TLS_KEY_FILE,
        HTTP_TLS_CLIENT_CA_FILE,
        HTTP_CONNECTIONS,
        HTTP_CONNECTIONS_PER_ADDRESS,
        HTTP_REQUEST_TIMEOUT,
        HTTP_IDLE_TIMEOUT,
        RATE_PER_CONNECTION,
        RATE_PER_ADDRESS,
        RATE_PER_KEY,
        KEYS_PER_CONNECTION,
        IN_FLIGHT_PER_CONNECTION,
        CHALLENGE_LIFE,
        TOKEN_LIFE,
        STRIKES,
        STRIKE_WINDOW,
        BAN_TIME,
        STAMP_BITS,
        OPERATOR_KEY_FILE,
        EVENTS_KEPT,
        REPLY_LIFE,
        WEBHOOK_TARGETS,
        SESSION_READS,
        TRANSACTIONS_WAITING,
        TRANSACTIONS_WAITING_PER_ADDRESS);
  }

  private static Setting<Integer> count(String name, String value, int max, String description) {
    return new Setting<>(name, value, Kind.integer(1, max), description);
  }

  private static Setting<Duration> time(String name, String value, String description) {
    Kind<Duration> kind = Kind.duration(Duration.ofMillis(1), Duration.ofDays(30));
    return new Setting<>(name, value, kind, description);
  }
}
