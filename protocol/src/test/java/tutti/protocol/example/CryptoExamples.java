package tutti.protocol.example;

import java.util.List;
import java.util.Map;
import tutti.musig2.KeyAggContext;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.AggregateNonces;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.crypto.AggregatedKey;
import tutti.protocol.crypto.AggregatedNonces;
import tutti.protocol.crypto.AggregatedSignatures;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.EnvelopeVerdict;
import tutti.protocol.request.KeyOrder;

/** What the services ask the crypto service in the story. */
final class CryptoExamples {
  private CryptoExamples() {}

  static Map<String, Object> all(Story story) {
    KeyAggContext key = story.keys(1);
    int bob = story.index(Signer.BOB);
    return Map.of(
        "crypto.check-envelope.request",
        new CheckEnvelope(
            story.nonceBy(Signer.BOB), story.terms.keys(), story.nonces.get(bob).pubnonces()),
        "crypto.check-envelope.reply",
        new EnvelopeVerdict(true, List.of(), List.of()),
        "crypto.aggregate-nonces.request",
        new AggregateNonces(story.pubnonces()),
        "crypto.aggregate-nonces.reply",
        new AggregatedNonces(story.aggnonces),
        "crypto.aggregate-signatures.request",
        new AggregateSignatures(
            story.terms.keys(),
            story.terms.suite(),
            story.terms.items(),
            story.pubnonces(),
            story.aggnonces,
            story.partialSigs()),
        "crypto.aggregate-signatures.reply",
        new AggregatedSignatures(story.signatures, List.of()),
        "crypto.aggregate-keys.request",
        new AggregateKeys(
            story.request.keys(),
            KeyOrder.SORTED,
            story.terms.suite(),
            story.request.items().get(1).tweaks()),
        "crypto.aggregate-keys.reply",
        new AggregatedKey(key.aggregatePublicKey(), key.xOnlyPublicKey()));
  }
}
