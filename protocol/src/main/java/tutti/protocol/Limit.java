package tutti.protocol;

import java.util.Locale;

/**
 * Every limit there is, with its default and the range that a configuration may choose from.
 * Durations are in milliseconds, sizes in bytes of JSON.
 */
public enum Limit {
  ADVERTISEMENT_BYTES(10_000, 200, 1_000_000, "size of an advertisement"),
  REQUEST_BYTES(1_000_000, 1_000, 4_000_000, "size of a signing request"),
  MESSAGE_BYTES(100_000, 1_000, 4_000_000, "size of any other message"),
  BATCH_BYTES(4_000_000, 10_000, 16_000_000, "size of a message that grows with signers and items"),
  INLINE_BYTES(
      48_000, 0, 1_000_000, "lists larger than this are fetched in pages, not sent in events"),
  TIMESTAMP_SKEW(300_000, 1_000, 3_600_000, "difference allowed between sentAt and now"),
  ADVERTISEMENT_INTERVAL(60_000, 0, 3_600_000, "time between two advertisements of one key"),
  ADVERTISEMENT_LIFE(
      86_400_000, 1_000, 2_592_000_000L, "how far ahead an advertisement may expire"),
  REQUEST_LIFE(7_200_000, 1_000, 2_592_000_000L, "how far ahead a request may expire"),
  PHASE_TIMEOUT(600_000, 500, 86_400_000, "time for one phase of a session"),
  BROADCAST_TIMEOUT(300_000, 500, 86_400_000, "time for one coordinator to broadcast"),
  SIGNERS_PER_REQUEST(1_000, 1, 10_000, "signers of one request"),
  ITEMS_PER_REQUEST(64, 1, 1_000, "items of one request"),
  SLOTS_PER_REQUEST(4_096, 1, 100_000, "signers times items of one request"),
  TWEAKS_PER_ITEM(8, 0, 64, "tweaks of one item"),
  ATTEMPTS_PER_REQUEST(10, 1, 1_000, "sessions of one request, retries included"),
  OPEN_REQUESTS_PER_CREATOR(100, 1, 100_000, "open requests of one creator"),
  OPEN_REQUESTS_PER_SIGNER(1_000, 1, 1_000_000, "open requests that name one signer"),
  UNDECIDED_BYTES(
      16_000_000, 100_000, 1_000_000_000, "requests that a signer keeps and has not joined"),
  SEQUENCE_GAP(100, 1, 1_000_000, "how far a sequence number may jump ahead"),
  PAGE_SIZE(200, 1, 10_000, "entries of one page of a search"),
  RETENTION(3_600_000, 0, 2_592_000_000L, "how long ended sessions and requests are kept"),
  SYNC_INTERVAL(5_000, 50, 600_000, "silence after which an agent asks for what it missed");

  private final long defaultValue;
  private final long min;
  private final long max;
  private final String description;

  Limit(long defaultValue, long min, long max, String description) {
    this.defaultValue = defaultValue;
    this.min = min;
    this.max = max;
    this.description = description;
  }

  /** The name in files, flags and messages: {@code phase-timeout}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public long defaultValue() {
    return defaultValue;
  }

  public long min() {
    return min;
  }

  public long max() {
    return max;
  }

  public String description() {
    return description;
  }
}
