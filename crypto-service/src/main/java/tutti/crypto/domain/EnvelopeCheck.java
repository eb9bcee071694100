package tutti.crypto.domain;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.VerifyEngine;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.EnvelopeVerdict;

/** Checks one message of a signer completely: who signed it, and the points that it carries. */
public final class EnvelopeCheck {
  private final VerifyEngine engine;

  public EnvelopeCheck(VerifyEngine engine) {
    this.engine = engine;
  }

  public EnvelopeVerdict check(CheckEnvelope query) {
    if (!query.envelope().isSignedBySigner(engine)) {
      return new EnvelopeVerdict(false, List.of(), List.of()); // not worth the work on the rest
    }
    return new EnvelopeVerdict(
        true, wrong(query.keys(), engine::isValid), wrong(query.pubnonces(), engine::isValid));
  }

  private static <T> List<Integer> wrong(@Nullable List<T> points, Predicate<T> isValid) {
    return points == null
        ? List.of()
        : IntStream.range(0, points.size())
            .filter(i -> !isValid.test(points.get(i)))
            .boxed()
            .toList();
  }
}
