package tutti.agent.session;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.SignedOperation;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.ShareNonce;

/** Sets that were too large for an event, read from the signed contributions in signer order. */
final class ContributionPages {
  private final SessionFacts facts;

  ContributionPages(SessionFacts facts) {
    this.facts = facts;
  }

  List<List<Bytes>> commitments(List<Envelope> envelopes) throws DistrustException {
    return read(envelopes, SessionApi.COMMIT_NONCE).stream().map(CommitNonce::commitments).toList();
  }

  List<List<PublicNonce>> nonces(List<Envelope> envelopes) throws DistrustException {
    return read(envelopes, SessionApi.SHARE_NONCE).stream().map(ShareNonce::pubnonces).toList();
  }

  private <C extends Contribution> List<C> read(
      List<Envelope> envelopes, SignedOperation<C, SessionReply> operation)
      throws DistrustException {
    DistrustException.unless(envelopes.size() == facts.keys().size(), Lie.CONTRIBUTIONS);
    List<C> contributions = new ArrayList<>();
    for (int index = 0; index < envelopes.size(); index++) {
      C contribution = body(envelopes.get(index), operation);
      boolean fits =
          envelopes.get(index).signer().equals(facts.keys().get(index))
              && contribution.signerIndex() == index
              && contribution.sessionId().equals(facts.terms().sessionId())
              && contribution.attempt() == facts.terms().attempt();
      DistrustException.unless(fits, Lie.CONTRIBUTIONS);
      contributions.add(contribution);
    }
    return contributions;
  }

  private static <C extends Contribution> C body(
      Envelope envelope, SignedOperation<C, SessionReply> operation) throws DistrustException {
    try {
      return operation.bodyOf(envelope);
    } catch (Refusal refusal) {
      throw new DistrustException(Lie.CONTRIBUTIONS, String.valueOf(refusal.getMessage()));
    }
  }
}
