package tutti.protocol.example;

import java.util.List;
import java.util.Map;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SharePartialSignature;

/** Carol cheats, in each of the three ways that leave evidence. */
public final class EvidenceExamples {
  private final Story story;

  public EvidenceExamples(Story story) {
    this.story = story;
  }

  public Map<String, Evidence> all() {
    return Map.of(
        "evidence.equivocation", equivocation(),
        "evidence.commitment-mismatch", commitmentMismatch(),
        "evidence.invalid-partial-signature", invalidPartialSignature());
  }

  /** Two different commitments in one slot. */
  public Evidence equivocation() {
    return evidence(
        ErrorCode.EQUIVOCATION,
        List.of(story.commitmentBy(Signer.CAROL), otherCommitment(4)),
        null);
  }

  /** A commitment, and a nonce that does not open it. */
  public Evidence commitmentMismatch() {
    return evidence(
        ErrorCode.COMMITMENT_MISMATCH,
        List.of(otherCommitment(3), story.nonceBy(Signer.CAROL)),
        null);
  }

  /** A partial signature over something else, and the nonces that it claims to be for. */
  public Evidence invalidPartialSignature() {
    SharePartialSignature right = story.partials.get(story.index(Signer.CAROL));
    PartialSignature wrong = new PartialSignature(Story.hash("wrong"));
    Envelope statement =
        Signer.CAROL.say(
            SessionApi.SHARE_PARTIAL_SIGNATURE,
            5,
            new SharePartialSignature(
                right.sessionId(),
                1,
                right.signerIndex(),
                List.of(right.partialSigs().get(0), wrong),
                right.noncesHash()));
    return evidence(ErrorCode.INVALID_PARTIAL_SIGNATURE, List.of(statement), story.pubnonces());
  }

  /** The evidence against Carol that these statements make. */
  public Evidence evidence(
      ErrorCode code, List<Envelope> statements, List<List<PublicNonce>> pubnonces) {
    return new Evidence(
        story.sessionId,
        1,
        code,
        story.index(Signer.CAROL),
        story.announcement,
        statements,
        pubnonces);
  }

  private Envelope otherCommitment(long sequence) {
    int carol = story.index(Signer.CAROL);
    List<Bytes> others = List.of(Story.hash("other"), Story.hash("yet another"));
    return Signer.CAROL.say(
        SessionApi.COMMIT_NONCE, sequence, new CommitNonce(story.sessionId, 1, carol, others));
  }
}
