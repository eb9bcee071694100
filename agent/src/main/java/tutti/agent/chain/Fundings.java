package tutti.agent.chain;

import java.util.List;
import tutti.agent.ProposedSigning;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** Says what a request spends. */
@FunctionalInterface
public interface Fundings {
  /** Every output that is spent, as the request has it; none if it is about no transaction. */
  List<Funding> of(ProposedSigning proposed);

  /** An output, and what the signers are told that it is. */
  record Funding(Outpoint outpoint, TxOutput output) {}
}
