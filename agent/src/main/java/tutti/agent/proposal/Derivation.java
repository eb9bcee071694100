package tutti.agent.proposal;

import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;

/**
 * Works out what a request is about. A stranger's request that finds a fault here must not keep a
 * signer from its other ones; and the fault says nothing of the request.
 */
public final class Derivation {
  private static final Logger LOG = LoggerFactory.getLogger(Derivation.class);

  private Derivation() {}

  /**
   * What follows from a request.
   *
   * @throws Refusal that says what is wrong with the request; {@code INTERNAL} if nothing is, but
   *     here
   */
  public static <T> T of(SigningRequest request, Function<SigningRequest, T> derivation) {
    try {
      return derivation.apply(request);
    } catch (Refusal refusal) {
      throw refusal;
    } catch (RuntimeException e) {
      LOG.error(
          "A request of scheme {} by {} has found a fault",
          request.scheme(),
          request.creator().hex(),
          e);
      throw Refusal.ofField(
          ErrorCode.INTERNAL, String.valueOf(request.scheme()), "cannot be understood: " + e);
    }
  }
}
