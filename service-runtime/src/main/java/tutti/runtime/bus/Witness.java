package tutti.runtime.bus;

import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;

/** Sees what passes over the bus of a process. Called where it happens: it must not wait. */
public interface Witness {
  /** Sees nothing. */
  Witness NONE = new Witness() {};

  /** A request was answered or refused here. */
  default void served(Served served) {}

  /** An operator asked for something here. */
  default void ordered(Ordered ordered) {}

  /** A request of this process got no answer, and is asked again. */
  default void retried(String address, ErrorCode why) {}

  /** An event was sent to so many inboxes; at some of them nobody listens. */
  default void delivered(int inboxes, int unheard) {}

  /** From now on so many requests of an operation may be served at a time. */
  default void bounded(String address, IntSupplier underWay, IntSupplier limit) {}

  /** Tells each of several; a bug of one is no reason for the others, or the bus, to stop. */
  static Witness all(List<Witness> witnesses) {
    Logger log = LoggerFactory.getLogger(Witness.class);
    return new Witness() {
      @Override
      public void served(Served served) {
        each(one -> one.served(served));
      }

      @Override
      public void ordered(Ordered ordered) {
        each(one -> one.ordered(ordered));
      }

      @Override
      public void retried(String address, ErrorCode why) {
        each(one -> one.retried(address, why));
      }

      @Override
      public void delivered(int inboxes, int unheard) {
        each(one -> one.delivered(inboxes, unheard));
      }

      @Override
      public void bounded(String address, IntSupplier underWay, IntSupplier limit) {
        each(one -> one.bounded(address, underWay, limit));
      }

      private void each(java.util.function.Consumer<Witness> telling) {
        for (Witness one : witnesses) {
          try {
            telling.accept(one);
          } catch (RuntimeException bug) {
            log.error("something that was served is not counted", bug);
          }
        }
      }
    };
  }
}
