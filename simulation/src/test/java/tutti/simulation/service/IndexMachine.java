package tutti.simulation.service;

import org.jspecify.annotations.Nullable;
import tutti.request.domain.RequestEntry;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/**
 * Puts and removes entries of the index, so that they live and die with members as documents do.
 */
final class IndexMachine
    implements Machine<IndexMachine.Entry, IndexMachine.Put, IndexMachine.Done> {
  static final String MAP = "request-index";

  /** An entry. */
  record Entry(RequestEntry entry) implements Document {
    @Override
    public long dueAt() {
      return NEVER;
    }

    @Override
    public long progress() {
      return 0;
    }
  }

  /** The entry to put; none to remove what is there. */
  record Put(@Nullable RequestEntry entry) {}

  /** It is done. */
  record Done() {}

  @Override
  public String map() {
    return MAP;
  }

  @Override
  public Class<Entry> documentType() {
    return Entry.class;
  }

  @Override
  public Class<Put> commandType() {
    return Put.class;
  }

  @Override
  public Class<Done> resultType() {
    return Done.class;
  }

  @Override
  public Step<Entry, Done> apply(@Nullable Entry document, Put command) {
    RequestEntry entry = command.entry();
    return new Step<>(entry == null ? null : new Entry(entry), new Done());
  }
}
