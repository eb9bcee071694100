package tutti.protocol.session;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SigningSession;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionTerms;
import tutti.protocol.Transcript;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/**
 * Checks {@link Evidence} by itself: no service is asked or trusted. Only what the accused signer
 * signed counts against it.
 */
public final class EvidenceCheck {
  private final VerifyEngine engine;

  public EvidenceCheck(VerifyEngine engine) {
    this.engine = engine;
  }

  /** What is wrong with the evidence; empty if it proves the signer's fault. */
  public Optional<String> flaw(Evidence evidence) {
    try {
      return Optional.ofNullable(check(evidence));
    } catch (Refusal | IllegalArgumentException e) {
      return Optional.of("not well-formed: " + e.getMessage());
    }
  }

  private @Nullable String check(Evidence evidence) {
    Envelope announcement = evidence.request();
    SigningRequest request = RequestApi.ANNOUNCE.bodyOf(announcement);
    if (!announcement.signer().equals(request.creator())
        || !announcement.isSignedBySigner(engine)) {
      return "the request is not signed by its creator";
    }
    RequestId requestId = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    SessionTerms terms = new SessionTerms(requestId, request, evidence.attempt());
    if (!terms.sessionId().equals(evidence.sessionId())) {
      return "the session id does not follow from the request";
    }
    if (evidence.signerIndex() >= terms.keys().size()) {
      return "there is no such signer";
    }
    PublicKey accused = terms.keys().get(evidence.signerIndex());
    for (Envelope statement : evidence.statements()) {
      if (!statement.signer().equals(accused) || !statement.isSignedBySigner(engine)) {
        return "a statement is not signed by the accused";
      }
    }
    return checkFault(evidence, terms);
  }

  private @Nullable String checkFault(Evidence evidence, SessionTerms terms) {
    List<Contribution> said =
        evidence.statements().stream().map(EvidenceCheck::contribution).toList();
    if (!said.stream().allMatch(one -> isAbout(one, evidence))) {
      return "a statement is about something else";
    }
    return switch (evidence.code()) {
      case EQUIVOCATION -> equivocation(said);
      case COMMITMENT_MISMATCH -> commitmentMismatch(said);
      case INVALID_PARTIAL_SIGNATURE -> invalidPartialSignature(evidence, said, terms);
      default -> "no evidence is needed for " + evidence.code();
    };
  }

  private static Contribution contribution(Envelope statement) {
    if (statement.type().equals(SessionApi.COMMIT_NONCE.type())) {
      return SessionApi.COMMIT_NONCE.bodyOf(statement);
    }
    if (statement.type().equals(SessionApi.SHARE_NONCE.type())) {
      return SessionApi.SHARE_NONCE.bodyOf(statement);
    }
    return SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(statement);
  }

  private static boolean isAbout(Contribution said, Evidence evidence) {
    return said.sessionId().equals(evidence.sessionId())
        && said.attempt() == evidence.attempt()
        && said.signerIndex() == evidence.signerIndex();
  }

  private static @Nullable String equivocation(List<Contribution> said) {
    boolean contradiction =
        said.size() == 2
            && said.get(0).getClass() == said.get(1).getClass()
            && !said.get(0).equals(said.get(1))
            && said.stream().noneMatch(Contribution::resumedOrDefault);
    return contradiction ? null : "the statements do not contradict each other";
  }

  private static @Nullable String commitmentMismatch(List<Contribution> said) {
    if (said.size() != 2
        || !(said.get(0) instanceof CommitNonce commit)
        || !(said.get(1) instanceof ShareNonce nonce)) {
      return "a commitment and a nonce are needed";
    }
    if (commit.resumedOrDefault() != nonce.resumedOrDefault()) {
      return "the statements are of two lives of the signer";
    }
    return commit.isOpenedBy(nonce) ? "the nonces open their commitments" : null;
  }

  private @Nullable String invalidPartialSignature(
      Evidence evidence, List<Contribution> said, SessionTerms terms) {
    if (said.size() != 1 || !(said.get(0) instanceof SharePartialSignature share)) {
      return "one partial signature is needed";
    }
    List<List<PublicNonce>> pubnonces = Objects.requireNonNullElse(evidence.pubnonces(), List.of());
    if (pubnonces.size() != terms.keys().size()
        || pubnonces.stream().anyMatch(list -> list.size() != terms.items().size())
        || !Transcript.noncesHash(evidence.sessionId(), pubnonces).equals(share.noncesHash())) {
      return "the nonces are not those that the accused signed for";
    }
    if (share.size() != terms.items().size()) {
      return null; // it signed for another number of items: a fault by itself
    }
    boolean allValid =
        IntStream.range(0, share.size()).allMatch(item -> verifies(item, share, pubnonces, terms));
    return allValid ? "the partial signatures are valid" : null;
  }

  private boolean verifies(
      int itemIndex,
      SharePartialSignature share,
      List<List<PublicNonce>> pubnonces,
      SessionTerms terms) {
    SigningItem item = terms.items().get(itemIndex);
    ItemKeys keys = terms.request().itemKeys(item);
    List<PublicNonce> nonces = pubnonces.stream().map(list -> list.get(itemIndex)).toList();
    SigningSession session =
        engine.startSession(
            engine.aggregateKeys(terms.suite(), keys.aggregated(), item.tweakList()),
            engine.aggregateNonces(nonces),
            item.message());
    int signer = share.signerIndex();
    return engine.verifyPartial(
        session, share.partialSigs().get(itemIndex), nonces.get(signer), keys.place(signer));
  }
}
