package tutti.acceptance;

import java.util.List;
import java.util.Optional;
import tutti.agent.Broadcaster;
import tutti.agent.ProposedSigning;
import tutti.agent.SharedOutput;
import tutti.agent.chain.Fundings;
import tutti.agent.chain.ResultTransaction;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.chain.doubles.FakeChain;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.bitcoin.TaprootSighash;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

/** A Taproot output of a group on a chain, and what the group signs to spend it by key. */
final class SharedSpending implements Fundings, ResultTransaction {
  static final long AMOUNT = 150_000_000;

  private TxOutput claimed = new TxOutput(0, Bytes.EMPTY);
  private BitcoinTransaction unsigned = new BitcoinTransaction(2, List.of(), List.of(), 0);

  /** Funds the group; the output waits for a block. */
  SigningRequest fund(FakeChain chain, List<PublicKey> keys, RequestOptions options) {
    SharedOutput shared = SharedOutput.of(keys);
    Outpoint outpoint = chain.fund(shared.scriptPubKey(), AMOUNT);
    claimed = new TxOutput(AMOUNT, shared.scriptPubKey());
    TxOutput paid = new TxOutput(AMOUNT - 1_000, Bytes.fromHex("5120" + "11".repeat(32)));
    unsigned =
        new BitcoinTransaction(
            2, List.of(TxInput.unsigned(outpoint, 0xfffffffdL)), List.of(paid), 0);
    Bytes message =
        new TaprootSighash(unsigned, List.of(claimed)).message(0, SighashType.DEFAULT, null);
    return SigningRequest.by(keys.get(0), keys)
        .items(List.of(shared.item(message)))
        .purpose("spending")
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(options)
        .build();
  }

  /** From now on signers are told of another amount than there is. */
  void claim(long amount) {
    claimed = new TxOutput(amount, claimed.script());
  }

  /** Signatures are no part of the identity. */
  Txid txid() {
    return TransactionFormat.BITCOIN.identity(unsigned);
  }

  @Override
  public List<Funding> of(ProposedSigning proposed) {
    Outpoint spent = unsigned.inputs().get(0).outpoint();
    return List.of(new Funding(spent, claimed));
  }

  @Override
  public Optional<BitcoinTransaction> of(Broadcaster.Order order) {
    TxInput input = unsigned.inputs().get(0);
    Bytes signature = order.signatures().get(0).bytes();
    return Optional.of(
        unsigned.with(
            0, new TxInput(input.outpoint(), Bytes.EMPTY, input.sequence(), List.of(signature))));
  }
}
