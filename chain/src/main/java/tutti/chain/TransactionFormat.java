package tutti.chain;

import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.lotus.LotusTransaction;

/** How the transactions of a chain are read and identified. */
public enum TransactionFormat {
  /** Bitcoin, and what has kept its format, such as eCash. */
  BITCOIN {
    @Override
    public Txid identity(BitcoinTransaction transaction) {
      return new Txid(transaction.txid());
    }
  },
  /** Lotus: the same bytes, but an identity over two trees that leaves signatures out. */
  LOTUS {
    @Override
    public Txid identity(BitcoinTransaction transaction) {
      return new Txid(LotusTransaction.read(transaction.serialized()).txid());
    }
  };

  /**
   * The identity.
   *
   * @throws Refusal {@code MALFORMED} if no chain of this format has such a transaction
   */
  public abstract Txid identity(BitcoinTransaction transaction);

  /**
   * Reads a transaction that a server showed under an identity.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is another one, or none
   */
  public BitcoinTransaction read(Bytes raw, Txid expected) {
    BitcoinTransaction read;
    Txid identity;
    try {
      read = TransactionReader.read(raw);
      identity = identity(read);
    } catch (Refusal malformed) {
      throw new ChainException(
          ChainException.Code.BAD_ANSWER, "not a transaction: " + malformed.getMessage());
    }
    if (!identity.equals(expected)) {
      throw new ChainException(
          ChainException.Code.BAD_ANSWER, "the server shows another transaction than " + expected);
    }
    return read;
  }
}
