package tutti.agent.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Election;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.SigningItem;

/**
 * What one session is about, derived from the verified request alone.
 *
 * @param itemKeys the keys that each item is signed with
 * @param keyContexts the aggregated and tweaked keys, per item
 */
record SessionFacts(
    VerifiedRequest request,
    SessionTerms terms,
    Election election,
    List<ItemKeys> itemKeys,
    List<KeyAggContext> keyContexts) {

  static SessionFacts of(VerifyEngine engine, VerifiedRequest request, int attempt)
      throws DistrustException {
    SessionTerms terms = new SessionTerms(request.id(), request.request(), attempt);
    List<PublicKey> signers = terms.keys();
    List<ItemKeys> keys =
        terms.items().stream()
            .map(item -> ItemKeys.of(item, signers, request.request().keyOrder()))
            .toList();
    return new SessionFacts(
        request, terms, terms.election(), keys, keyContexts(engine, terms, keys));
  }

  /** The same without what is only needed for signing and verifying. */
  SessionFacts slim() {
    return new SessionFacts(request, terms, election, List.of(), List.of());
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

  /** What an aggregate key is made of, beside what is the same for all items. */
  private record Aggregated(@Nullable List<PublicKey> itemKeys, List<Tweak> tweaks) {}

  /** Items often share their tweaks; aggregating thousands of keys is done once for them. */
  private static List<KeyAggContext> keyContexts(
      VerifyEngine engine, SessionTerms terms, List<ItemKeys> itemKeys) throws DistrustException {
    Suite suite = terms.suite();
    Map<Aggregated, KeyAggContext> known = new HashMap<>();
    List<KeyAggContext> contexts = new ArrayList<>(itemKeys.size());
    try {
      for (int i = 0; i < itemKeys.size(); i++) {
        SigningItem item = terms.items().get(i);
        List<PublicKey> keys = itemKeys.get(i).aggregated();
        contexts.add(
            known.computeIfAbsent(
                new Aggregated(item.keys(), item.tweakList()),
                one -> engine.aggregateKeys(suite, keys, one.tweaks())));
      }
    } catch (IllegalArgumentException e) {
      throw new DistrustException(Lie.INVALID_KEY, String.valueOf(e.getMessage()));
    }
    return List.copyOf(contexts);
  }
}
