package tutti.agent;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.agent.psbt.PsbtProposal;
import tutti.agent.psbt.SignedPsbt;
import tutti.agent.psbt.Wallet;
import tutti.agent.psbt.WalletAnswer;
import tutti.agent.session.Action;
import tutti.agent.session.KeyAnswer;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.request.SigningItem;
import tutti.transactions.psbt.Psbt;

/**
 * Asks the wallet that this signer vouches for: for each request once for nonces, and once for
 * partial signatures. Some wallets cannot bear to be asked twice, and what one has signed it will
 * not sign again. Only a wallet that says itself that it has no nonces to give is asked again.
 */
final class WalletDesk {
  /** A session opens before its request ends, and then has three phases; one more for clocks. */
  private static final int PHASES = 4;

  private static final String ASKED_ELSEWHERE =
      "the wallet was asked for its nonces of this transaction by another request";

  private static final String SIGNED_ONCE =
      "the wallet was asked to sign in an earlier attempt; announce the transaction anew";

  private final AgentContext context;
  private final Map<RequestId, Asked> asked = new HashMap<>();

  WalletDesk(AgentContext context) {
    this.context = context;
  }

  /** What the wallet was asked for a request. */
  private static final class Asked {
    private final long until;
    private final Set<Bytes> messages;
    private final CompletableFuture<KeyAnswer> nonces = new CompletableFuture<>();

    /** Whether the wallet has given nonces, right or wrong; then it may hold them. */
    private volatile boolean answered;

    private boolean signed;

    Asked(long until, Set<Bytes> messages) {
      this.until = until;
      this.messages = messages;
    }
  }

  /** Nonces for a request: in every attempt the same, of which the wallet uses each once. */
  CompletableFuture<KeyAnswer> nonces(VerifiedRequest request) {
    asked.values().removeIf(one -> one.until < context.now());
    Asked before = asked.get(request.id());
    if (before != null && before.signed) {
      return CompletableFuture.completedFuture(
          new KeyAnswer.Nothing(Refusal.of(ErrorCode.NONCE_LOST, SIGNED_ONCE)));
    }
    Set<Bytes> messages = messages(request);
    if (before == null && wasAskedFor(messages)) {
      return CompletableFuture.completedFuture(
          new KeyAnswer.Nothing(Refusal.of(ErrorCode.CONFLICT, ASKED_ELSEWHERE)));
    }
    return before == null ? askForNonces(request, messages) : before.nonces;
  }

  private CompletableFuture<KeyAnswer> askForNonces(VerifiedRequest request, Set<Bytes> messages) {
    Asked now = new Asked(until(request), messages);
    asked.put(request.id(), now);
    CompletableFuture<KeyAnswer> given =
        ask(
            request,
            Wallet.Step.NONCE,
            (proposed, from) -> {
              Psbt psbt = proposed.forWallet(proposed.psbt());
              return new Terms(
                  psbt,
                  reply -> {
                    now.answered = true;
                    return new KeyAnswer.Nonces(
                        from.nonces(psbt, reply, context.signer().engine()));
                  });
            });
    Completion.detach(given.thenAccept(answer -> answered(request.id(), now, answer)));
    return now.nonces;
  }

  /** A wallet that was locked, or had too much to do, may be asked again in the next attempt. */
  private void answered(RequestId request, Asked now, KeyAnswer answer) {
    if (answer instanceof KeyAnswer.Nothing && !now.answered) {
      asked.remove(request, now);
    }
    now.nonces.complete(answer);
  }

  /** When the last session of a request is over, so that nobody waits for the wallet any more. */
  private long until(VerifiedRequest request) {
    return request.request().expiresAt() + PHASES * context.limit(Limit.PHASE_TIMEOUT);
  }

  /** A second question would end some wallets while they hold the nonces of the first one. */
  private boolean wasAskedFor(Set<Bytes> messages) {
    return asked.values().stream()
        .anyMatch(one -> !one.signed && !Collections.disjoint(one.messages, messages));
  }

  private static Set<Bytes> messages(VerifiedRequest request) {
    return request.request().items().stream()
        .map(SigningItem::message)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Partial signatures for the nonces of all, by signer index, then by item. */
  CompletableFuture<KeyAnswer> partialSigs(
      VerifiedRequest request, List<List<PublicNonce>> nonces) {
    Asked before = asked.get(request.id());
    if (before == null || before.signed) {
      return CompletableFuture.completedFuture(
          new KeyAnswer.Nothing(Refusal.of(ErrorCode.NONCE_LOST, SIGNED_ONCE)));
    }
    before.signed = true;
    return ask(
        request,
        Wallet.Step.PARTIAL,
        (proposed, from) -> {
          Psbt psbt =
              proposed.forWallet(SignedPsbt.withNonces(request.request(), proposed, nonces));
          return new Terms(psbt, reply -> new KeyAnswer.PartialSigs(from.partialSigs(psbt, reply)));
        });
  }

  /** What the wallet gets, and how its answer is read. */
  private record Terms(Psbt psbt, Reading reading) {}

  private interface Reading {
    KeyAnswer of(Psbt reply);
  }

  private interface Asking {
    Terms of(PsbtProposal proposed, WalletAnswer answer);
  }

  private CompletableFuture<KeyAnswer> ask(
      VerifiedRequest request, Wallet.Step step, Asking asking) {
    Wallet wallet = context.settings().wallet();
    if (wallet == null) {
      return CompletableFuture.completedFuture(
          new KeyAnswer.Nothing(Refusal.of(ErrorCode.UNAVAILABLE, "there is no wallet to ask")));
    }
    CompletableFuture<KeyAnswer> given = new CompletableFuture<>();
    try {
      PsbtProposal proposed = PsbtProposal.of(request);
      Terms terms =
          asking.of(proposed, new WalletAnswer(request.request(), proposed, request.signerIndex()));
      var question =
          new Wallet.Question(
              request.id(),
              step,
              terms.psbt(),
              until(request),
              reply -> check(request.id(), terms, reply));
      context.tell(new AgentEvent.WalletAsked(request.id(), step));
      Completion.detach(
          CompletableFuture.supplyAsync(() -> wallet.ask(question), context.pool())
              .thenCompose(Function.identity())
              .thenApply(terms.reading()::of)
              .whenCompleteAsync(
                  (answer, error) -> given.complete(error == null ? answer : nothing(error)),
                  context.executor()));
    } catch (Refusal refusal) {
      given.complete(new KeyAnswer.Nothing(refusal));
    }
    return given;
  }

  private void check(RequestId request, Terms terms, Psbt reply) {
    try {
      terms.reading().of(reply);
    } catch (Refusal refusal) {
      context.tell(new AgentEvent.WalletRefused(request, refusal));
      throw refusal;
    }
  }

  private static KeyAnswer nothing(@Nullable Throwable error) {
    return new KeyAnswer.Nothing(
        error == null
            ? Refusal.of(ErrorCode.UNAVAILABLE, "the wallet gave no answer")
            : Completion.refusal(error));
  }

  /** Asks for what a session wants from the wallet. */
  CompletableFuture<KeyAnswer> answer(VerifiedRequest request, Action wanted) {
    return wanted instanceof Action.AskPartialSigs partials
        ? partialSigs(request, partials.nonces())
        : nonces(request);
  }
}
