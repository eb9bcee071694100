package tutti.cli.signer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.session.SessionApi;

/**
 * A bus for saying one thing: an agent on it hears nothing finds no work, and contributes nothing.
 *
 * <p>The same signer may be at work in another process. A second agent that listened would take its
 * events away, and would end its sessions because it does not hold their nonces.
 */
final class SpeakingBus implements Bus {
  /** What needs a process that stays until the end. */
  private static final Set<String> TAKING_PART =
      Set.of(
          RequestApi.JOIN.operation().address(),
          SessionApi.COMMIT_NONCE.operation().address(),
          SessionApi.SHARE_NONCE.operation().address(),
          SessionApi.SHARE_PARTIAL_SIGNATURE.operation().address());

  private final Bus bus;

  SpeakingBus(Bus bus) {
    this.bus = bus;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    if (operation.address().equals(RequestApi.FIND.address())) {
      R nothing = operation.reply().cast(new RequestPage(List.of(), null));
      return CompletableFuture.completedFuture(nothing);
    }
    if (TAKING_PART.contains(operation.address())) {
      return CompletableFuture.failedFuture(
          Refusal.of(ErrorCode.WRONG_PHASE, "this command takes part in nothing"));
    }
    return bus.request(operation, query);
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(null));
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return bus.subscribe(topic, events);
  }
}
