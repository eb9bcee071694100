package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;

/** What can be wrong with everything that is signed: by whom, when, about what. */
final class EnvelopeCases {
  private static final long HOUR = 3_600_000;

  /** Anyone may say these of himself. */
  private static final Set<String> OF_ONESELF = Set.of("discovery.advertise", "discovery.withdraw");

  private EnvelopeCases() {}

  static Stream<BadInput> of(Statement said, Scenes scenes) {
    List<BadInput> cases = new ArrayList<>();
    long now = System.currentTimeMillis();
    Envelope good = said.envelope();
    cases.add(of(said, "from the future", said.sentAt(now + HOUR), ErrorCode.CLOCK_SKEW, "sentAt"));
    cases.add(of(said, "stale", said.sentAt(now - HOUR), ErrorCode.CLOCK_SKEW, "sentAt"));
    cases.add(forged(said, good, "signature", "01".repeat(64), "signature"));
    cases.add(forged(said, good, "sentAt", good.sentAt() + 1, "signature"));
    cases.add(forged(said, good, "sequence", good.sequence() + 1, "signature"));
    cases.add(malformed(said, good, "sequence", 0));
    cases.add(malformed(said, good, "sequence", -1));
    cases.add(malformed(said, good, "sequence", 1L << 53));
    cases.add(malformed(said, good, "sentAt", -1));
    cases.add(malformed(said, good, "type", "session.nonsense"));
    cases.add(malformed(said, good, "signer", good.signer().hex().substring(2)));
    cases.add(malformed(said, good, "signer", good.signer().hex().toUpperCase(Locale.ROOT)));
    cases.add(malformed(said, good, "signature", "01".repeat(63)));
    cases.addAll(inAnotherName(said, good, scenes));
    cases.add(oversized(said));
    cases.addAll(about(said, scenes));
    return cases.stream();
  }

  /** Named as its signer: no point, the infinity, somebody else. */
  private static List<BadInput> inAnotherName(Statement said, Envelope good, Scenes scenes) {
    String type = said.operation().type();
    if (type.equals("request.announce")) {
      return List.of(); // its body says who speaks
    }
    return Stream.of("02" + "ff".repeat(32), "00".repeat(33), scenes.stranger.publicKey().hex())
        .map(name -> BadInput.json(good).put("signer", name))
        .map(
            forged -> of(said, "signer replaced", forged, ErrorCode.INVALID_SIGNATURE, "signature"))
        .toList();
  }

  private static List<BadInput> about(Statement said, Scenes scenes) {
    List<BadInput> cases = new ArrayList<>();
    ObjectNode body = Wire.tree(said.body());
    String id = body.has("sessionId") ? "sessionId" : "requestId";
    if (body.has(id)) {
      Envelope unknown = said.with(json -> json.put(id, Forgery.OTHER));
      cases.add(of(said, "about nothing known", unknown, ErrorCode.NOT_FOUND, null));
      cases.add(malformed(said, said.with(json -> json.put(id, "77")), "body." + id));
    }
    if (body.has("signerIndex")) {
      int index = body.get("signerIndex").asInt();
      for (int other : List.of((index + 1) % 3, 3, 1_000_000)) {
        Envelope wrong = said.with(json -> json.put("signerIndex", other));
        cases.add(stranger(said, "as signer " + other, wrong, "body.signerIndex"));
      }
      cases.add(
          malformed(said, said.with(json -> json.put("signerIndex", -1)), "body.signerIndex"));
    }
    if (!OF_ONESELF.contains(said.operation().type())) {
      String field =
          switch (said.operation().type()) {
            case "request.announce" -> "body.creator";
            case "request.cancel" -> "signer";
            default -> "body.signerIndex";
          };
      cases.add(stranger(said, "by a stranger", said.by(scenes.stranger), field));
    }
    return cases;
  }

  private static BadInput of(
      Statement said, String name, Object message, ErrorCode code, @Nullable String field) {
    BadInput bad = BadInput.of(name, said.operation(), message, code);
    return field == null ? bad : bad.at(field);
  }

  private static BadInput stranger(Statement said, String name, Envelope message, String field) {
    return of(said, name, message, ErrorCode.NOT_A_PARTICIPANT, field);
  }

  /** Something else than what was signed. */
  private static BadInput forged(
      Statement said, Envelope good, String name, Object value, String field) {
    return of(
        said,
        "%s replaced by %s".formatted(name, value),
        BadInput.json(good).put(name, value),
        ErrorCode.INVALID_SIGNATURE,
        field);
  }

  private static BadInput malformed(Statement said, Envelope good, String name, Object value) {
    return of(
        said,
        "%s %s".formatted(name, value),
        BadInput.json(good).put(name, value),
        ErrorCode.MALFORMED,
        name);
  }

  private static BadInput malformed(Statement said, Envelope message, String field) {
    return of(said, "wrong " + field, message, ErrorCode.MALFORMED, field);
  }

  private static BadInput oversized(Statement said) {
    int bytes = Math.toIntExact(said.operation().maxBytes().defaultValue());
    return of(
        said,
        "too large for " + said.operation().maxBytes().key(),
        BadInput.json(said.envelope()).put("type", "x".repeat(bytes)),
        ErrorCode.TOO_LARGE,
        null);
  }
}
