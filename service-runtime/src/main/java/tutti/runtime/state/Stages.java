package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.HazelcastOverloadException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.partition.NoDataMemberInClusterException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Brings what Hazelcast answers to the caller's context, and its troubles to ours. */
public final class Stages {
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private Stages() {}

  /** Starts something asynchronous; the future completes on the caller's context. */
  public static <T> Future<T> onContext(Vertx vertx, Supplier<CompletionStage<T>> start) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    try {
      // With this executor no further thread is involved, and none is started.
      start
          .get()
          .whenCompleteAsync(
              (value, failure) -> complete(promise, value, failure),
              task -> context.runOnContext(ignored -> task.run()));
    } catch (RuntimeException e) {
      promise.fail(refusal(e));
    }
    return promise.future();
  }

  private static <T> void complete(Promise<T> promise, T value, @Nullable Throwable failure) {
    if (failure == null) {
      promise.complete(value);
    } else {
      promise.fail(refusal(failure));
    }
  }

  /** The refusal that this trouble of the cluster means; anything else as it is. */
  public static Throwable refusal(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause != null
        && (failure instanceof CompletionException || failure instanceof ExecutionException)) {
      return refusal(cause);
    }
    if (failure instanceof SplitBrainProtectionException) {
      return Refusal.of(ErrorCode.NO_QUORUM, "too few members of the cluster are there");
    }
    if (failure instanceof HazelcastOverloadException
        || failure instanceof RejectedExecutionException) {
      return Refusal.of(ErrorCode.OVERLOADED, "the cluster has too much to do")
          .retryAfter(RETRY_AFTER_MILLIS);
    }
    return isPassing(failure)
        ? Refusal.of(ErrorCode.UNAVAILABLE, "the cluster is changing")
        : failure;
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof HazelcastInstanceNotActiveException
        || failure instanceof IndeterminateOperationStateException
        || failure instanceof MemberLeftException
        || failure instanceof OperationTimeoutException
        || failure instanceof NoDataMemberInClusterException
        || failure instanceof RetryableHazelcastException;
  }
}
