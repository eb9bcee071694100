package tutti.cli.chaos;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tutti.cli.terminal.Failures;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What signers ask, from the first try to the answer: whoever repeats itself repeats one object.
 */
final class Calls {
  private final Map<Object, Call> underWay = Collections.synchronizedMap(new IdentityHashMap<>());
  private final Map<ErrorCode, Map<String, LongAdder>> refusals = new ConcurrentHashMap<>();
  private final LongAdder withoutHint = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final Outages outages;

  private record Call(Outages.Waiting waiting, int tries) {}

  Calls(Outages outages) {
    this.outages = outages;
  }

  void tried(String operation, Object query) {
    Call call =
        underWay.compute(
            query,
            (same, before) ->
                before == null
                    ? new Call(outages.asked(operation), 1)
                    : new Call(before.waiting, before.tries + 1));
    outages.triedAgain(call.waiting);
  }

  void answered(String operation, Object query, @Nullable Throwable error) {
    ErrorCode code = error == null ? null : code(error);
    if (code != null) {
      refusals
          .computeIfAbsent(code, any -> new ConcurrentHashMap<>())
          .computeIfAbsent(operation, any -> new LongAdder())
          .increment();
      if (isWithoutHint(code, error)) {
        withoutHint.increment();
      }
    }
    if (code != null && code.retryable()) {
      Call refused = underWay.get(query);
      if (refused != null) {
        outages.refused(refused.waiting); // it will be asked again, or is given up
      }
      return;
    }
    Call call = underWay.remove(query);
    if (call != null) {
      answered.increment();
      outages.answered(call.waiting, call.tries);
    }
  }

  /** How many found their answer. */
  long answered() {
    return answered.sum();
  }

  /** How often somebody was told that it is too much, but not when to come again. */
  long withoutHint() {
    return withoutHint.sum();
  }

  /** How often each refusal was the answer to one try, by operation. */
  Map<ErrorCode, Map<String, Long>> refusals() {
    Map<ErrorCode, Map<String, Long>> counts = new TreeMap<>();
    refusals.forEach(
        (code, operations) -> {
          Map<String, Long> each = new TreeMap<>();
          operations.forEach((operation, count) -> each.put(operation, count.sum()));
          counts.put(code, each);
        });
    return counts;
  }

  private static boolean isWithoutHint(ErrorCode code, @Nullable Throwable error) {
    return (code == ErrorCode.OVERLOADED || code == ErrorCode.RATE_LIMITED)
        && error != null
        && Failures.causeOf(error) instanceof Refusal refusal
        && refusal.retryAfter() == null;
  }

  private static ErrorCode code(Throwable error) {
    return Failures.causeOf(error) instanceof Refusal refusal ? refusal.code() : ErrorCode.INTERNAL;
  }
}
