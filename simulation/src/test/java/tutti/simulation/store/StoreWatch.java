package tutti.simulation.store;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Refusal;
import tutti.runtime.machine.Document;

/** Whoever watches what becomes of documents. */
public interface StoreWatch {
  /** The owner of a document has run a command. */
  void ran(Run run);

  /** Whoever asked for it is about to hear that it is done, and may rely on it. */
  void acknowledged(int partition, Run run);

  /** Another copy is the one that counts from now on; it is asked by map and key. */
  void takenOver(int partition, BiFunction<String, String, @Nullable Document> copy);

  /** Of what belongs to this partition, some has no copy left. */
  void lost(int partition);

  /** A command, and what it did to the document. */
  record Run(
      String map,
      String key,
      Object command,
      @Nullable Document before,
      @Nullable Document after,
      @Nullable Refusal refusal) {
    public boolean isWrite() {
      return before != after;
    }
  }
}
