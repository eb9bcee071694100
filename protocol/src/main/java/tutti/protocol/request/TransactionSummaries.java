package tutti.protocol.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import tutti.musig2.Network;

/**
 * Says what the transaction of a request does with money, for people. Services carry transactions
 * without looking into them; a process that shows them asks whoever knows transactions, who is
 * found as a service of Java.
 */
public interface TransactionSummaries {
  /**
   * Derived from the request alone; what is wrong with the transaction is said in it.
   *
   * @param network how addresses are written
   * @return empty for a request that is about no transaction
   */
  Optional<ObjectNode> summary(SigningRequest request, Network network);
}
