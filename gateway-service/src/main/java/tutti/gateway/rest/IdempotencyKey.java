package tutti.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.StoredReply;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What somebody calls a request, to ask it again.
 *
 * @param id of the request and of who asks it: nobody can take away the name that another gave
 * @param request hash of its body
 */
record IdempotencyKey(String id, String request) {
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,64}");

  /** Whether the request has one. */
  static boolean isGiven(Call call) {
    return header(call) != null;
  }

  /** The one in the header. */
  static IdempotencyKey of(Call call, String caller) {
    String key = Optional.ofNullable(header(call)).orElse("");
    if (!FORM.matcher(key).matches()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, HEADER, "1 to 64 visible characters are expected");
    }
    String path = call.context().request().path();
    String id = hash(String.join("\n", path, caller, key).getBytes(UTF_8));
    return new IdempotencyKey(id, hash(call.bytes()));
  }

  /** The answer again; refused to another request of the same name. */
  Reply again(Call call, StoredReply known) {
    known.requireSame(request);
    call.context().response().putHeader("Idempotent-Replayed", "true");
    return new Reply(known.status(), known.body());
  }

  /** The answer as it is kept: without what is shown once. */
  StoredReply stored(Reply reply, ObjectNode body) {
    return new StoredReply(request, reply.status(), body.deepCopy().without(reply.shownOnce()));
  }

  private static @Nullable String header(Call call) {
    return call.context().request().getHeader(HEADER);
  }

  private static String hash(byte[] bytes) {
    return TaggedHash.sha256(Bytes.of(bytes)).hex();
  }
}
