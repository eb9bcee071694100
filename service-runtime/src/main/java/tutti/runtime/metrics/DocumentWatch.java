package tutti.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;

/**
 * Counts what becomes of the documents of one map, on the member that holds them. Called by the
 * threads that change documents: it must not wait.
 */
public interface DocumentWatch {
  /**
   * A document was changed here; not on its backups. A change that is made again because a member
   * was lost is seen again.
   *
   * @param before absent for a new one
   * @param after absent for one that was removed
   */
  void changed(@Nullable Document before, @Nullable Document after);

  /** All documents that this member holds, looked at every few seconds. */
  void counted(Collection<Document> held, long now);

  /** Makes the watch of a map; found in {@code META-INF/services}. */
  interface Provider {
    String map();

    DocumentWatch watch(MeterRegistry registry);
  }
}
