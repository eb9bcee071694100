package tutti.request.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tutti.runtime.machine.Document;

/**
 * What has happened and is not yet known to have been published.
 *
 * @param lastNumber number of the last event there was
 * @param retryAt not published again before this time
 * @param notices oldest first
 */
public record Outbox(long lastNumber, long retryAt, List<Notice> notices) {
  static final Outbox EMPTY = new Outbox(0, 0, List.of());

  public Outbox {
    notices = List.copyOf(notices);
  }

  Outbox with(Notice notice) {
    var more = new ArrayList<>(notices);
    more.add(notice);
    return new Outbox(notice.number(), retryAt, more);
  }

  Outbox without(Collection<Long> numbers) {
    return new Outbox(
        lastNumber,
        retryAt,
        notices.stream().filter(notice -> !numbers.contains(notice.number())).toList());
  }

  /** Notices that came after the one with this number. */
  List<Notice> after(long number) {
    return notices.stream().filter(notice -> notice.number() > number).toList();
  }

  /** Whoever appended a notice publishes it; these were left to the sweeper. */
  List<Notice> overdue(long now) {
    return now < retryAt
        ? List.of()
        : notices.stream().filter(notice -> notice.time() + RequestDocument.GRACE <= now).toList();
  }

  Outbox retriedAt(long now) {
    return new Outbox(lastNumber, now + RequestDocument.GRACE, notices);
  }

  long dueAt() {
    return notices.isEmpty()
        ? Document.NEVER
        : Math.max(retryAt, notices.get(0).time() + RequestDocument.GRACE);
  }
}
