package tutti.simulation.mutation;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;
import tutti.request.domain.RequestOutcome;
import tutti.runtime.machine.Document;
import tutti.runtime.state.Documents;
import tutti.session.domain.Command;
import tutti.session.domain.Outcome;

/** Services that do not do all that a step asks them to. */
final class ForgetfulServices extends Mutations {
  private final BiFunction<Object, Object, Object> forgetting;

  private ForgetfulServices(BiFunction<Object, Object, Object> forgetting) {
    this.forgetting = forgetting;
  }

  /** The sweeper does not publish what others left unpublished. */
  static Mutations unpublished() {
    return new ForgetfulServices(
        (command, result) ->
            command instanceof Command.Tick && result instanceof Outcome outcome
                ? new Outcome(
                    outcome.answer(), outcome.refusal(), List.of(), List.of(), outcome.errands())
                : result);
  }

  /** Nobody tells the session service that all have joined. */
  static Mutations notHandedOver() {
    return new ForgetfulServices(
        (command, result) ->
            result instanceof RequestOutcome outcome
                ? new RequestOutcome(
                    outcome.reply(), outcome.view(), outcome.entry(), outcome.outgoing(), null)
                : result);
  }

  @Override
  public <D extends Document, C, R> Documents<D, C, R> documents(Documents<D, C, R> documents) {
    return new Documents<>() {
      @Override
      @SuppressWarnings("unchecked") // of the same type as before
      public Future<R> apply(String key, C command) {
        return documents.apply(key, command).map(result -> (R) forgetting.apply(command, result));
      }

      @Override
      public Future<List<String>> dueKeys(long now) {
        return documents.dueKeys(now);
      }

      @Override
      public String name() {
        return documents.name();
      }
    };
  }
}
