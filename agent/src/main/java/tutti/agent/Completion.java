package tutti.agent;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** How results and failures pass from one future to another. */
final class Completion {
  private Completion() {}

  @SuppressWarnings("NullAway") // a stage without an error has a value
  static <T> void pass(CompletableFuture<T> to, @Nullable T value, @Nullable Throwable error) {
    if (error == null) {
      to.complete(value);
    } else {
      to.completeExceptionally(cause(error));
    }
  }

  /** Passes the result on when it is there, on this executor. */
  static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to, Executor executor) {
    detach(from.whenCompleteAsync((value, error) -> pass(to, value, error), executor));
  }

  /** Leaves a chain to itself; its last link has taken care of failures. */
  static void detach(CompletionStage<?> chain) {
    Objects.requireNonNull(chain);
  }

  /** What went wrong, without the wrapping that futures add. */
  static Throwable cause(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause(cause) : error;
  }

  /** What went wrong, as a refusal. */
  static Refusal refusal(Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    return cause instanceof TimeoutException
        ? Refusal.of(ErrorCode.TIMEOUT, "no answer in time")
        : Refusal.of(ErrorCode.INTERNAL, String.valueOf(cause));
  }
}
