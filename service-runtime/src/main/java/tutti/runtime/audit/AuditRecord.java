package tutti.runtime.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.runtime.bus.Ordered;
import tutti.runtime.bus.Served;

/**
 * One line of an audit log. Each names the one before it by its hash, so that none can be changed,
 * left out or put in without changing all that follow.
 *
 * @param number counts up from 1, over all files of a log
 * @param time milliseconds since 1970, by the clock of the process
 * @param operation what was asked for, or {@code audit.…} for what concerns the log itself
 * @param signer public key that the request names as its signer
 * @param operator id of the API key that an operator asked with
 * @param about the key, address or id that an operator's order concerns
 * @param result {@code OK}, or the code of the refusal
 * @param detail of what concerns the log itself
 * @param previous hash of the record before; zeros for the first
 * @param hash of this record without it, in canonical JSON
 */
public record AuditRecord(
    long number,
    long time,
    String operation,
    @Nullable String signer,
    @Nullable String request,
    @Nullable String session,
    @Nullable String operator,
    @Nullable String about,
    String result,
    @Nullable String detail,
    String previous,
    String hash) {
  static final String NOTHING_BEFORE = "00".repeat(32);
  private static final String TAG = "tutti/audit";

  /** What happened, before it has a place in the chain. */
  record Entry(
      long time,
      String operation,
      @Nullable String signer,
      @Nullable String request,
      @Nullable String session,
      @Nullable String operator,
      @Nullable String about,
      String result,
      @Nullable String detail) {
    static Entry of(long time, Served served) {
      return new Entry(
          time,
          served.operation(),
          served.signer(),
          served.requestId(),
          served.sessionId(),
          null,
          null,
          served.code(),
          null);
    }

    static Entry of(long time, Ordered ordered) {
      return new Entry(
          time,
          ordered.operation(),
          null,
          null,
          null,
          ordered.operator(),
          ordered.about(),
          ordered.code(),
          null);
    }

    static Entry ofLog(long time, String operation, @Nullable String detail) {
      return new Entry(time, operation, null, null, null, null, null, Served.OK, detail);
    }
  }

  static AuditRecord after(Head head, Entry entry) {
    AuditRecord open =
        new AuditRecord(
            head.number() + 1,
            entry.time,
            entry.operation,
            entry.signer,
            entry.request,
            entry.session,
            entry.operator,
            entry.about,
            entry.result,
            entry.detail,
            head.hash(),
            "");
    return open.with(open.computed());
  }

  /** The end of a chain. */
  public record Head(long number, String hash) {
    static final Head NONE = new Head(0, NOTHING_BEFORE);
  }

  Head head() {
    return new Head(number, hash);
  }

  /** Whether it is as it was written. */
  boolean isWhole() {
    return hash.equals(computed());
  }

  private String computed() {
    ObjectNode content = Wire.tree(this);
    content.remove("hash");
    Bytes canonical = CanonicalJson.of(content);
    return TaggedHash.of(TAG, canonical).hex();
  }

  private AuditRecord with(String computed) {
    return new AuditRecord(
        number, time, operation, signer, request, session, operator, about, result, detail,
        previous, computed);
  }
}
