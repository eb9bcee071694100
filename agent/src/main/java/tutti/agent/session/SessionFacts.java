package tutti.agent.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Election;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.SigningItem;

/**
 * What one session is about, derived from the verified request alone.
 *
 * @param keyContexts the aggregated and tweaked keys, per item
 */
record SessionFacts(
    VerifiedRequest request,
    SessionTerms terms,
    Election election,
    List<KeyAggContext> keyContexts) {

  static SessionFacts of(VerifyEngine engine, VerifiedRequest request, int attempt)
      throws DistrustException {
    SessionTerms terms = new SessionTerms(request.id(), request.request(), attempt);
    return new SessionFacts(request, terms, terms.election(), keyContexts(engine, terms));
  }

  /** The same without what is only needed for signing and verifying. */
  SessionFacts slim() {
    return new SessionFacts(request, terms, election, List.of());
  }

  int signerIndex() {
    return request.signerIndex();
  }

  List<PublicKey> keys() {
    return terms.keys();
  }

  List<SigningItem> items() {
    return terms.items();
  }

  /** Items often share their tweaks; aggregating thousands of keys is done once for them. */
  private static List<KeyAggContext> keyContexts(VerifyEngine engine, SessionTerms terms)
      throws DistrustException {
    List<PublicKey> keys = terms.keys();
    Suite suite = terms.suite();
    Map<List<Tweak>, KeyAggContext> known = new HashMap<>();
    List<KeyAggContext> contexts = new ArrayList<>(terms.items().size());
    try {
      for (SigningItem item : terms.items()) {
        contexts.add(
            known.computeIfAbsent(
                item.tweakList(), tweaks -> engine.aggregateKeys(suite, keys, tweaks)));
      }
    } catch (IllegalArgumentException e) {
      throw new DistrustException(Lie.INVALID_KEY, String.valueOf(e.getMessage()));
    }
    return List.copyOf(contexts);
  }
}
