package tutti.discovery.domain;

import java.util.ArrayList;
import java.util.List;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.SignerRecord;
import tutti.runtime.machine.Document;

/**
 * What the services have seen a signer do. Kept for good.
 *
 * @param recent the last sessions that were counted, each by the beginning of its id, so that an
 *     outcome that is reported twice counts once
 */
public record SignerHistory(SignerRecord record, List<Long> recent) implements Document {
  /** Reports are repeated within seconds; nobody ends more sessions in that time. */
  static final int REMEMBERED = 512;

  static final SignerHistory NONE = new SignerHistory(SignerRecord.NONE, List.of());

  public SignerHistory {
    recent = List.copyOf(recent);
  }

  @Override
  public long dueAt() {
    return NEVER;
  }

  @Override
  public long progress() {
    return record.completed() + record.failedAtFault();
  }

  SignerHistory counting(SessionId session, boolean atFault) {
    Long beginning = Long.parseUnsignedLong(session.hex().substring(0, 16), 16);
    if (recent.contains(beginning)) {
      return this;
    }
    var remembered =
        new ArrayList<>(recent.subList(Math.max(0, recent.size() - REMEMBERED + 1), recent.size()));
    remembered.add(beginning);
    var counted =
        new SignerRecord(
            record.completed() + (atFault ? 0 : 1), record.failedAtFault() + (atFault ? 1 : 0));
    return new SignerHistory(counted, remembered);
  }
}
