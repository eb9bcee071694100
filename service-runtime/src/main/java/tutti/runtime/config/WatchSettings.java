package tutti.runtime.config;

import java.util.List;

/** What a process writes down for those who look after it. */
public final class WatchSettings {
  /** The value of {@link #AUDIT_LOG} and {@link #OTLP_ENDPOINT} where there is none. */
  public static final String NONE = "none";

  public static final Setting<LogFormat> LOG_FORMAT =
      new Setting<>(
          "log-format",
          "text",
          Kind.choice(LogFormat.class),
          "how the log is written: lines for people, or a JSON object per line");
  public static final Setting<String> AUDIT_LOG =
      new Setting<>(
          "audit-log",
          NONE,
          Kind.text(),
          "file for records of everything signed that is asked of this process; one per process");
  public static final Setting<Long> AUDIT_LOG_BYTES =
      new Setting<>(
          "audit-log-bytes",
          "100000000",
          Kind.number(10_000, 10_000_000_000L),
          "size at which that file gets another name, and a new one goes on");
  public static final Setting<Integer> AUDIT_LOG_FILES =
      new Setting<>(
          "audit-log-files",
          "0",
          Kind.integer(0, 100_000),
          "how many files of other names are kept; of more the oldest is removed; 0: all");

  public static final Setting<String> OTLP_ENDPOINT =
      new Setting<>(
          "otlp-endpoint",
          NONE,
          Kind.http(),
          "where traces are sent: an OpenTelemetry collector, by OTLP over HTTP");
  public static final Setting<String> OTLP_SERVICE_NAME =
      new Setting<>(
          "otlp-service-name",
          "tutti",
          Kind.text(),
          "what this process is called in traces; of tutti serve session it is tutti-session");
  public static final Setting<Integer> TRACE_PERCENT =
      new Setting<>(
          "trace-percent",
          "100",
          Kind.integer(0, 100),
          "how many of a hundred traces that begin here are sent");

  private WatchSettings() {}

  static List<Setting<?>> all() {
    return List.of(
        LOG_FORMAT,
        AUDIT_LOG,
        AUDIT_LOG_BYTES,
        AUDIT_LOG_FILES,
        OTLP_ENDPOINT,
        OTLP_SERVICE_NAME,
        TRACE_PERCENT);
  }
}
