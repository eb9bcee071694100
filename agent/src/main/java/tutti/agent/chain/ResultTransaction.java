package tutti.agent.chain;

import java.util.Optional;
import tutti.agent.Broadcaster;
import tutti.transactions.bitcoin.BitcoinTransaction;

/** Makes of a result the transaction that the network takes. */
@FunctionalInterface
public interface ResultTransaction {
  /** Empty if the result is no transaction, or one that others have yet to sign. */
  Optional<BitcoinTransaction> of(Broadcaster.Order order);
}
