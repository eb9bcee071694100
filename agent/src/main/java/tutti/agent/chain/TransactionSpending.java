package tutti.agent.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.agent.Broadcaster;
import tutti.agent.ProposedSigning;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.psbt.PsbtProposal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusInput;
import tutti.transactions.lotus.LotusTransaction;

/**
 * What requests of the schemes {@code psbt} and {@code lotus} spend, and the transactions that come
 * of them. Other requests spend nothing that is known here.
 */
public final class TransactionSpending implements Fundings, ResultTransaction {
  @Override
  public List<Funding> of(ProposedSigning proposed) {
    PsbtProposal psbt = proposed.psbt();
    if (psbt != null) {
      return fundings(outpoints(psbt.plan().transaction()), psbt.plan().spent());
    }
    LotusProposal lotus = proposed.lotus();
    return lotus == null
        ? List.of()
        : fundings(outpoints(lotus.plan().transaction()), lotus.plan().spent());
  }

  @Override
  public Optional<BitcoinTransaction> of(Broadcaster.Order order) {
    return order
        .psbt()
        .flatMap(signed -> Optional.ofNullable(signed.transaction()))
        .or(() -> complete(order).map(signed -> TransactionReader.read(signed.serialized())));
  }

  /** Nodes refuse one that others have yet to sign. */
  private static Optional<LotusTransaction> complete(Broadcaster.Order order) {
    return order.lotus().filter(LotusTransaction::isSigned);
  }

  private static List<Outpoint> outpoints(BitcoinTransaction transaction) {
    return transaction.inputs().stream().map(TxInput::outpoint).toList();
  }

  private static List<Outpoint> outpoints(LotusTransaction transaction) {
    return transaction.inputs().stream().map(LotusInput::outpoint).toList();
  }

  /** Of all inputs, also those of others: without them the transaction is worth nothing. */
  private static List<Funding> fundings(List<Outpoint> outpoints, List<TxOutput> spent) {
    List<Funding> fundings = new ArrayList<>();
    for (int i = 0; i < outpoints.size(); i++) {
      fundings.add(new Funding(outpoints.get(i), spent.get(i)));
    }
    return fundings;
  }
}
