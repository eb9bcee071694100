package tutti.agent.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.VerifyEngine;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;
import tutti.protocol.event.NoncesComplete;

/** Checks the sets that the services publish: by signer index, then by item. */
final class SetCheck {
  private final VerifyEngine engine;
  private final SessionFacts facts;
  private final SessionId id;

  SetCheck(VerifyEngine engine, SessionFacts facts) {
    this.engine = engine;
    this.facts = facts;
    this.id = facts.terms().sessionId();
  }

  /** Checks the commitments against the announced hash and this signer's own. */
  void commitments(List<List<Bytes>> commitments, Bytes hash, List<Bytes> own)
      throws DistrustException {
    DistrustException.unless(isComplete(commitments), Lie.COMMITMENTS_SIZE);
    DistrustException.unless(commitments.get(facts.signerIndex()).equals(own), Lie.OWN_COMMITMENT);
    DistrustException.unless(
        Transcript.commitmentsHash(id, commitments).equals(hash), Lie.COMMITMENTS_HASH);
  }

  /** Checks the nonces against the announced hash and this signer's own. */
  void nonces(List<List<PublicNonce>> nonces, Bytes hash, List<PublicNonce> own)
      throws DistrustException {
    DistrustException.unless(isComplete(nonces), Lie.NONCES_SIZE);
    DistrustException.unless(nonces.get(facts.signerIndex()).equals(own), Lie.OWN_NONCE);
    DistrustException.unless(Transcript.noncesHash(id, nonces).equals(hash), Lie.NONCES_HASH);
  }

  /** Checks that every nonce is the one that its signer committed to. */
  void openings(List<List<Bytes>> commitments, List<List<PublicNonce>> nonces)
      throws DistrustException {
    for (int signer = 0; signer < nonces.size(); signer++) {
      for (int item = 0; item < nonces.get(signer).size(); item++) {
        Bytes opened = Transcript.nonceCommitment(id, signer, item, nonces.get(signer).get(item));
        if (!opened.equals(commitments.get(signer).get(item))) {
          throw new DistrustException(
              Lie.UNOPENED_COMMITMENT,
              "the nonce of signer %d for item %d does not open its commitment"
                  .formatted(signer, item));
        }
      }
    }
  }

  /** Aggregates the nonces alone, compares, and fixes what is signed, per item. */
  List<SigningSession> sessions(List<List<PublicNonce>> nonces, NoncesComplete shown)
      throws DistrustException {
    DistrustException.unless(shown.aggnonces().size() == facts.items().size(), Lie.AGGREGATE_NONCE);
    List<SigningSession> sessions = new ArrayList<>();
    for (int item = 0; item < facts.items().size(); item++) {
      AggregateNonce aggregate = aggregate(nonces, item);
      DistrustException.unless(aggregate.equals(shown.aggnonces().get(item)), Lie.AGGREGATE_NONCE);
      sessions.add(
          engine.startSession(
              facts.keyContexts().get(item), aggregate, facts.items().get(item).message()));
    }
    return List.copyOf(sessions);
  }

  /** Checks the final signatures under the keys that this signer aggregated alone. */
  void signatures(List<Signature> signatures) throws DistrustException {
    boolean valid =
        signatures.size() == facts.items().size()
            && IntStream.range(0, signatures.size())
                .allMatch(item -> isValid(item, signatures.get(item)));
    DistrustException.unless(valid, Lie.FINAL_SIGNATURE);
  }

  private boolean isValid(int item, Signature signature) {
    return engine.verifySignature(
        facts.keyContexts().get(item), facts.items().get(item).message(), signature);
  }

  private AggregateNonce aggregate(List<List<PublicNonce>> nonces, int item)
      throws DistrustException {
    try {
      return engine.aggregateNonces(nonces.stream().map(list -> list.get(item)).toList());
    } catch (InvalidContributionException e) {
      throw new DistrustException(
          Lie.INVALID_NONCE,
          "the nonce of signer %d for item %d is not two points".formatted(e.signerIndex(), item));
    }
  }

  private boolean isComplete(List<? extends List<?>> set) {
    return set.size() == facts.keys().size()
        && set.stream().allMatch(list -> list.size() == facts.items().size());
  }
}
