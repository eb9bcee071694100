package tutti.agent.session;

import java.util.List;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.EventData;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.ContributionKind;

/** What a session wants done; the answers come back as inputs. */
public sealed interface Action {
  /** Ask for the session's status, and give it to {@link SignerSession#onStatus}. */
  record Look() implements Action {}

  /** Fetch the signed request of this session. */
  record FetchRequest() implements Action {}

  /** Fetch all signed contributions of a kind. */
  record FetchContributions(ContributionKind kind) implements Action {}

  /** Sign this, send it, and repeat the very same envelope until it is heard. */
  record Contribute(Contribution contribution) implements Action {}

  /** Tell the application that this session is only watched, since its consent was withdrawn. */
  record StayOut(String reason) implements Action {}

  /** Have nonces made where the private keys are, for {@link SignerSession#onGiven}. */
  record AskNonces() implements Action {}

  /**
   * Have partial signatures made there, for {@link SignerSession#onGiven}.
   *
   * @param nonces of all, by signer index, then by item
   */
  record AskPartialSigs(List<List<PublicNonce>> nonces) implements Action {}

  /** Tell the application the nonces of all, by signer index, then by item. */
  record ShowNonces(List<List<PublicNonce>> nonces) implements Action {}

  /** Ask the policy whether the partial signatures may leave. */
  record AskPolicy() implements Action {}

  /** Tell the others that this signer ends the session. */
  record Abort(ErrorCode code, String reason) implements Action {}

  /** Tell the application what the services reported. */
  record Report(EventData data) implements Action {}

  /** Tell the application that the services lied. */
  record Expose(Lie lie, String detail) implements Action {}

  /** The session is over for this signer. */
  record Finish(Outcome outcome) implements Action {}
}
