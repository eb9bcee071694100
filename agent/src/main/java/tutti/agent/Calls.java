package tutti.agent;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;

/**
 * Asks until there is an answer or the deadline: every message is safe to repeat, and the very same
 * one is repeated. Answers arrive on the agent's executor.
 */
final class Calls {
  private static final long FIRST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 2_000;

  /** Where there is too much to do, everybody who comes again makes it more. */
  private static final long LONGEST_PAUSE_OF_MANY = 16_000;

  /** A bus that never answers at all is treated as one that lost the message. */
  private static final long ATTEMPT_TIMEOUT = 10_000;

  private final Bus bus;
  private final Executor executor;
  private final Clock clock;
  private final Scheduler scheduler;
  private volatile boolean closed;

  Calls(Bus bus, Executor executor, AgentContext.Surroundings around) {
    this.bus = bus;
    this.executor = executor;
    this.clock = around.clock();
    this.scheduler = around.scheduler();
  }

  /** The reply, or a failure with {@link Refusal}. */
  <Q, R> CompletableFuture<R> call(Operation<Q, R> operation, Q query, long deadline) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    attempt(new Call<>(operation, query, deadline, answer), FIRST_PAUSE);
    return answer;
  }

  /** Nothing is asked any more, and what is under way is not repeated. */
  void close() {
    closed = true;
  }

  private <Q, R> void attempt(Call<Q, R> call, long pause) {
    if (call.answer.isDone()) {
      return; // nobody waits for it any more
    }
    if (closed) {
      call.answer.completeExceptionally(Refusal.of(ErrorCode.UNAVAILABLE, "the agent was closed"));
      return;
    }
    long timeout = Math.min(ATTEMPT_TIMEOUT, Math.max(1, call.deadline - clock.millis()));
    Completion.detach(
        scheduler
            .within(timeout, ask(call))
            .whenCompleteAsync((reply, error) -> answered(call, reply, error, pause), executor));
  }

  private <Q, R> CompletableFuture<R> ask(Call<Q, R> call) {
    CompletableFuture<R> reply = new CompletableFuture<>();
    try {
      Completion.detach(
          bus.request(call.operation, call.query)
              .whenComplete((value, error) -> Completion.pass(reply, value, error)));
    } catch (RuntimeException e) {
      reply.completeExceptionally(e);
    }
    return reply;
  }

  private <Q, R> void answered(
      Call<Q, R> call, @Nullable R reply, @Nullable Throwable error, long pause) {
    if (error == null) {
      Completion.pass(call.answer, reply, null);
      return;
    }
    Refusal refusal = Completion.refusal(error);
    boolean again =
        refusal.code().retryable() && refusal.code() != ErrorCode.RATE_LIMITED && !closed;
    boolean many = refusal.code() == ErrorCode.OVERLOADED;
    long hint = refusal.retryAfter() == null ? 0 : refusal.retryAfter();
    long span = many ? Math.max(pause, hint) : pause;
    long least = Math.max(hint, span / 2);
    if (!again || clock.millis() + Math.max(least, span) >= call.deadline) {
      call.answer.completeExceptionally(refusal);
      return;
    }
    // Not all at the same moment after a failure that hit all.
    long jittered = least + scheduler.chance(span);
    long next = Math.min(span * 2, many ? LONGEST_PAUSE_OF_MANY : LONGEST_PAUSE);
    scheduler.later(jittered, executor, () -> attempt(call, next));
  }

  private record Call<Q, R>(
      Operation<Q, R> operation, Q query, long deadline, CompletableFuture<R> answer) {}
}
