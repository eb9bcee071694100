package tutti.agent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.psbt.PsbtProposal;
import tutti.agent.psbt.SignedPsbt;
import tutti.agent.session.Outcome;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionApi;
import tutti.transactions.psbt.Psbt;

/** Tells the application of one session's transaction as it grows: a PSBT after each round. */
final class PsbtDesk {
  private final AgentContext context;
  private final SessionId session;
  private final SessionArchive archive;

  PsbtDesk(AgentContext context, SessionId session, SessionArchive archive) {
    this.context = context;
    this.session = session;
    this.archive = archive;
  }

  /** All nonces are there, by signer index, then by item. */
  void nonces(VerifiedRequest request, List<List<PublicNonce>> nonces) {
    PsbtProposal.ifAny(request.request())
        .map(proposed -> SignedPsbt.withNonces(request.request(), proposed, nonces))
        .ifPresent(psbt -> tell(request, AgentEvent.PsbtStep.NONCES, psbt));
  }

  /** The session has ended; completes when the application was told what came of it. */
  CompletableFuture<Outcome> ended(@Nullable VerifiedRequest request, Outcome outcome) {
    if (request == null
        || !(outcome instanceof Outcome.Signed signed)
        || PsbtProposal.ifAny(request.request()).isEmpty()) {
      return CompletableFuture.completedFuture(outcome);
    }
    return archive
        .contributions(ContributionKind.NONCES)
        .thenCombine(
            archive.contributions(ContributionKind.PARTIAL_SIGNATURES),
            (nonces, partials) -> signedByAll(request, nonces, partials))
        .thenAccept(psbt -> tell(request, AgentEvent.PsbtStep.PARTIAL_SIGNATURES, psbt))
        .exceptionally(error -> null) // they are of use to other programs only
        .thenApply(
            told -> {
              finished(request, signed);
              return outcome;
            });
  }

  private static Psbt signedByAll(
      VerifiedRequest request, List<Envelope> nonces, List<Envelope> partials) {
    List<List<PublicNonce>> allNonces =
        nonces.stream().map(one -> SessionApi.SHARE_NONCE.bodyOf(one).pubnonces()).toList();
    List<List<PartialSignature>> allPartials =
        partials.stream()
            .map(one -> SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(one).partialSigs())
            .toList();
    PsbtProposal proposed = PsbtProposal.of(request.request());
    return SignedPsbt.withPartialSigs(
        request.request(),
        proposed,
        SignedPsbt.withNonces(request.request(), proposed, allNonces),
        allPartials);
  }

  private void finished(VerifiedRequest request, Outcome.Signed signed) {
    try {
      SignedPsbt.of(request.request(), signed.signatures())
          .ifPresent(result -> tell(request, AgentEvent.PsbtStep.SIGNED, result.psbt()));
    } catch (Refusal refusal) {
      context.tell(
          new AgentEvent.Unheard(
              session, "transaction", refusal.code(), String.valueOf(refusal.getMessage())));
    }
  }

  private void tell(VerifiedRequest request, AgentEvent.PsbtStep step, Psbt psbt) {
    context.tell(new AgentEvent.PsbtAdvanced(request.id(), session, step, psbt));
  }
}
