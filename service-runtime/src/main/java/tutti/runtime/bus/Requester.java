package tutti.runtime.bus;

import io.vertx.core.Future;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.runtime.Timing;

/** Asks until there is an answer, a refusal that is meant, or no time left. */
final class Requester {
  private final Line line;
  private final Timing timing;
  private final Patience patience;
  private final InFlight inFlight;
  private final Witness witness;

  Requester(Line line, Timing timing, Patience patience, Witness witness) {
    this.line = line;
    this.timing = timing;
    this.patience = patience;
    this.inFlight = InFlight.upTo(patience.inFlight(), timing);
    this.witness = witness;
  }

  <Q, R> Future<R> request(Operation<Q, R> operation, Q query) {
    long deadline = timing.elapsed() + patience.overall().toMillis();
    return inFlight.run(
        operation.address(), () -> attempt(new Call<>(operation, query, deadline), 0));
  }

  /** What stays the same over all tries. */
  private record Call<Q, R>(Operation<Q, R> operation, Q query, long deadline) {}

  private long millisLeft(Call<?, ?> call) {
    return call.deadline - timing.elapsed();
  }

  private <Q, R> Future<R> attempt(Call<Q, R> call, int failedTries) {
    long timeout = Math.max(1, Math.min(patience.perTry().toMillis(), millisLeft(call)));
    return line.ask(call.operation, call.query, timeout)
        .recover(failure -> again(call, failedTries, failure));
  }

  private <Q, R> Future<R> again(Call<Q, R> call, int failedTries, Throwable failure) {
    long pause = patience.pauseMillis(failedTries, timing);
    if (!(failure instanceof Refusal refusal) || !isPassing(refusal) || pause >= millisLeft(call)) {
      return Future.failedFuture(failure);
    }
    witness.retried(call.operation.address(), refusal.code());
    return timing
        .pause(pause)
        // Whoever asks is being stopped; the one that asked it may ask another.
        .recover(stopped -> Future.failedFuture(unreachable(call.operation.address())))
        .compose(ignored -> attempt(call, failedTries + 1));
  }

  /**
   * Worth another try within seconds. Where there is too much to do, asking again would make it
   * more: whoever asked first hears of it, and when to come again.
   */
  private static boolean isPassing(Refusal refusal) {
    return switch (refusal.code()) {
      case TIMEOUT, UNAVAILABLE, NO_QUORUM -> true;
      default -> false;
    };
  }

  private static Refusal unreachable(String address) {
    return Refusal.of(ErrorCode.UNAVAILABLE, "%s cannot be reached".formatted(address));
  }
}
