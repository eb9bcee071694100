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

    @Override
    Txid identity(Bytes base) {
      return RawTransaction.identity(base);
    }
  },
  /** Lotus: the same bytes, but an identity over two trees that leaves signatures out. */
  LOTUS {
    @Override
    public Txid identity(BitcoinTransaction transaction) {
      return identity(transaction.serialized());
    }

    @Override
    Txid identity(Bytes base) {
      return new Txid(LotusTransaction.read(base).txid());
    }
  };

  /**
   * The identity.
   *
   * @throws Refusal {@code MALFORMED} if no chain of this format has such a transaction
   */
  public abstract Txid identity(BitcoinTransaction transaction);

  /** The identity of a transaction that is serialized without witnesses. */
  abstract Txid identity(Bytes base);

  /**
   * Reads a transaction that a server showed under an identity.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is another one, or none
   */
  public BitcoinTransaction read(Bytes raw, Txid expected) {
    requireIdentity(raw, expected);
    return read(raw);
  }

  /** The same without the witnesses, which nothing of this proves. */
  public BitcoinTransaction readUnsigned(Bytes raw, Txid expected) {
    return read(requireIdentity(raw, expected));
  }

  /** Before anything is made of it, for whatever it is it may be very much. */
  private Bytes requireIdentity(Bytes raw, Txid expected) {
    Bytes base = RawTransaction.withoutWitnesses(raw);
    Txid identity;
    try {
      identity = identity(base);
    } catch (Refusal malformed) {
      throw none(malformed);
    }
    if (!identity.equals(expected)) {
      throw new ChainException(
          ChainException.Code.BAD_ANSWER, "the server shows another transaction than " + expected);
    }
    return base;
  }

  private static BitcoinTransaction read(Bytes raw) {
    try {
      return TransactionReader.read(raw);
    } catch (Refusal malformed) {
      throw none(malformed);
    }
  }

  private static ChainException none(Refusal malformed) {
    return new ChainException(
        ChainException.Code.BAD_ANSWER, "not a transaction: " + malformed.getMessage());
  }
}
