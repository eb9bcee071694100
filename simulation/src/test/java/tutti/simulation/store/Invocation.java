package tutti.simulation.store;

import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;
import tutti.simulation.store.StoreWatch.Run;
import tutti.simulation.world.Life;

/** One command on its way to one document. */
final class Invocation<D extends Document, C, R> {
  private static final long GONE = -1;

  private final Machine<D, C, R> machine;
  private final String key;
  private final C command;
  private final Life caller;
  private final boolean serialised;
  private final Promise<R> promise = Promise.promise();

  private @Nullable Life target;
  private @Nullable Life awaitedBackup;
  private @Nullable R result;
  private boolean answered;
  private boolean reliedOn;
  private @Nullable Run ran;
  private long reached;

  Invocation(Machine<D, C, R> machine, String key, C command, Life caller, boolean serialised) {
    this.machine = machine;
    this.key = key;
    this.command = serialised ? Wire.read(Wire.write(command), machine.commandType()) : command;
    this.caller = caller;
    this.serialised = serialised;
  }

  /** What it is answered where the document is not found; null where it needs none. */
  @Nullable Refusal refusedByStrangers() {
    try {
      machine.apply(null, command);
      return null;
    } catch (Refusal refusal) {
      return refusal;
    }
  }

  /** Runs on the copy of the owner, which decides what the answer is. */
  Run runOnOwner(Copy copy) {
    Document before = copy.get(machine.map(), key);
    try {
      Step<D, R> step = machine.apply(document(before), command);
      keep(copy, before, step);
      reached = progress(step);
      result = step.result();
      reliedOn = step.document() != before || machine.confirms(command, step.result());
      return ran(before, copy.get(machine.map(), key), null);
    } catch (Refusal refusal) {
      return ran(before, before, refusal);
    }
  }

  private Run ran(@Nullable Document before, @Nullable Document after, @Nullable Refusal refusal) {
    Run done = new Run(map(), key, command, before, after, refusal);
    ran = done;
    return done;
  }

  /**
   * Runs on a backup; false if it does not come as far as its owner, which it can only if it is
   * stale.
   */
  boolean runOnBackup(Copy copy, boolean evenIfStale) {
    Document before = copy.get(machine.map(), key);
    try {
      Step<D, R> step = machine.apply(document(before), command);
      boolean asFar = progress(step) == reached;
      if (asFar || evenIfStale) {
        keep(copy, before, step);
      }
      return asFar;
    } catch (Refusal refusal) {
      return false;
    }
  }

  private static long progress(Step<?, ?> step) {
    return step.document() == null ? GONE : step.document().progress();
  }

  private void keep(Copy copy, @Nullable Document before, Step<D, R> step) {
    if (step.document() != before) {
      copy.put(machine.map(), key, serialised ? again(step.document()) : step.document());
    }
  }

  private @Nullable D document(@Nullable Document stored) {
    return machine.documentType().cast(stored);
  }

  private @Nullable D again(@Nullable D document) {
    return document == null ? null : Wire.read(Wire.write(document), machine.documentType());
  }

  /** Whether somebody relies on the answer, so that it waits for the backup. */
  boolean isReliedOn() {
    return reliedOn;
  }

  /** What it did on the owner. */
  Run ran() {
    return Objects.requireNonNull(ran);
  }

  /** Tells the caller, once. */
  void answer(@Nullable Refusal refusal) {
    if (!answered) {
      answered = true;
      if (refusal == null) {
        R told = result;
        promise.complete(
            serialised && told != null ? Wire.read(Wire.write(told), machine.resultType()) : told);
      } else {
        promise.fail(refusal);
      }
    }
  }

  boolean answered() {
    return answered;
  }

  String map() {
    return machine.map();
  }

  String key() {
    return key;
  }

  C command() {
    return command;
  }

  Life caller() {
    return caller;
  }

  Promise<R> promise() {
    return promise;
  }

  @Nullable Life target() {
    return target;
  }

  void sentTo(@Nullable Life owner) {
    target = owner;
    awaitedBackup = null;
  }

  @Nullable Life awaitedBackup() {
    return awaitedBackup;
  }

  void awaits(Life backup) {
    awaitedBackup = backup;
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(map(), key.substring(0, 6), command.getClass().getSimpleName());
  }
}
