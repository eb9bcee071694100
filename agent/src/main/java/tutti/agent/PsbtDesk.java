package tutti.agent;

import com.google.common.util.concurrent.MoreExecutors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionApi;
import tutti.transactions.psbt.Psbt;

/**
 * Tells the application of one session's transaction as it grows: a PSBT after each round, made
 * beside the agent's other work.
 */
final class PsbtDesk {
  private final AgentContext context;
  private final SessionId session;
  private final SessionArchive archive;
  private final Executor work;

  PsbtDesk(AgentContext context, SessionId session, SessionArchive archive) {
    this.context = context;
    this.session = session;
    this.archive = archive;
    this.work = MoreExecutors.newSequentialExecutor(context.pool());
  }

  /** All nonces are there, by signer index, then by item. */
  void nonces(VerifiedRequest request, List<List<PublicNonce>> nonces) {
    if (!isPsbt(request)) {
      return;
    }
    Completion.detach(
        CompletableFuture.supplyAsync(
                () -> SignedPsbt.withNonces(request.request(), PsbtProposal.of(request), nonces),
                work)
            .thenAcceptAsync(
                psbt -> tell(request, AgentEvent.PsbtStep.NONCES, psbt), context.executor())
            .exceptionallyAsync(this::unheard, context.executor()));
  }

  /** The session has ended; completes when the application was told what came of it. */
  CompletableFuture<Outcome> ended(@Nullable VerifiedRequest request, Outcome outcome) {
    if (request == null || !(outcome instanceof Outcome.Signed signed) || !isPsbt(request)) {
      return CompletableFuture.completedFuture(outcome);
    }
    return archive
        .contributions(ContributionKind.NONCES)
        .thenCombineAsync(
            archive.contributions(ContributionKind.PARTIAL_SIGNATURES),
            (nonces, partials) -> signedByAll(request, nonces, partials),
            work)
        .thenAcceptAsync(
            psbt -> tell(request, AgentEvent.PsbtStep.PARTIAL_SIGNATURES, psbt), context.executor())
        .exceptionally(error -> null) // they are of use to other programs only
        .thenApplyAsync(
            told -> SignedPsbt.of(PsbtProposal.of(request), signed.signatures()).psbt(), work)
        .thenAcceptAsync(
            psbt -> tell(request, AgentEvent.PsbtStep.SIGNED, psbt), context.executor())
        .exceptionallyAsync(this::unheard, context.executor())
        .thenApplyAsync(told -> outcome, context.executor());
  }

  private static boolean isPsbt(VerifiedRequest request) {
    return SigningRequest.PSBT.equals(request.request().scheme());
  }

  private static Psbt signedByAll(
      VerifiedRequest request, List<Envelope> nonces, List<Envelope> partials) {
    List<List<PublicNonce>> allNonces =
        nonces.stream().map(one -> SessionApi.SHARE_NONCE.bodyOf(one).pubnonces()).toList();
    List<List<PartialSignature>> allPartials =
        partials.stream()
            .map(one -> SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(one).partialSigs())
            .toList();
    PsbtProposal proposed = PsbtProposal.of(request);
    return SignedPsbt.withPartialSigs(
        request.request(),
        proposed,
        SignedPsbt.withNonces(request.request(), proposed, allNonces),
        allPartials);
  }

  private @Nullable Void unheard(Throwable error) {
    Refusal refusal = Completion.refusal(error);
    context.tell(
        new AgentEvent.Unheard(
            session, "transaction", refusal.code(), String.valueOf(refusal.getMessage())));
    return null;
  }

  private void tell(VerifiedRequest request, AgentEvent.PsbtStep step, Psbt psbt) {
    context.tell(new AgentEvent.PsbtAdvanced(request.id(), session, step, psbt));
  }
}
