package tutti.runtime.config;

/** How a process writes its log. */
public enum LogFormat {
  /** A line for people. */
  TEXT,
  /** One JSON object per line, for programs. */
  JSON
}
