package tutti.chain;

import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;

/**
 * A transaction as a server shows it, before anything is made of it: whatever it is, to look at it
 * costs no more memory than its bytes.
 */
final class RawTransaction {
  /** What a block has room for, on all of these chains. */
  private static final int MOST = 4_000_000;

  private static final int MOST_BASE = 1_000_000;

  /** Nodes relay 100 for an input; one that is empty takes a byte here and a hundred as object. */
  private static final long MOST_ELEMENTS = 100_000;

  private static final int OUTPOINT = 36;
  private static final int WORD = 4;

  private final byte[] in;
  private int at;

  private RawTransaction(Bytes raw) {
    this.in = raw.toArray();
  }

  /**
   * The transaction without its witnesses, which is what Bitcoin's identity is the hash of.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is none, or larger than any block
   */
  static Bytes withoutWitnesses(Bytes raw) {
    if (raw.length() <= MOST) {
      Bytes base = new RawTransaction(raw).base(raw);
      if (base.length() <= MOST_BASE) {
        return base;
      }
    }
    throw bad("a transaction that is larger than any");
  }

  /** The identity of Bitcoin, of a transaction without witnesses. */
  static Txid identity(Bytes base) {
    return new Txid(TaggedHash.sha256(TaggedHash.sha256(base)));
  }

  private Bytes base(Bytes raw) {
    skip(WORD);
    boolean segwit = raw.length() > WORD + 2 && in[WORD] == 0 && in[WORD + 1] == 1;
    skip(segwit ? 2 : 0);
    int start = at;
    long inputs = count();
    for (long i = 0; i < inputs; i++) {
      skip(OUTPOINT);
      skip(count());
      skip(WORD);
    }
    long outputs = count();
    for (long i = 0; i < outputs; i++) {
      skip(2 * WORD);
      skip(count());
    }
    int end = at;
    if (segwit) {
      witnesses(inputs);
    }
    if (in.length - at != WORD) {
      throw bad("not a transaction");
    }
    return Bytes.concat(raw.slice(0, WORD), raw.slice(start, end), raw.slice(at, at + WORD));
  }

  private void witnesses(long inputs) {
    long left = MOST_ELEMENTS;
    for (long i = 0; i < inputs; i++) {
      long elements = count();
      left -= elements;
      if (left < 0) {
        throw bad("a transaction with more witnesses than any");
      }
      for (long j = 0; j < elements; j++) {
        skip(count());
      }
    }
  }

  /** Larger ones than there are bytes end where the bytes end. */
  private long count() {
    int first = Byte.toUnsignedInt(in[skip(1)]);
    return switch (first) {
      case 0xfd -> number(2);
      case 0xfe -> number(4);
      case 0xff -> number(8) & Long.MAX_VALUE;
      default -> first;
    };
  }

  private long number(int size) {
    int start = skip(size);
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = (number << 8) | Byte.toUnsignedLong(in[start + i]);
    }
    return number;
  }

  /** Where what is skipped begins. */
  private int skip(long bytes) {
    if (bytes > in.length - at) {
      throw bad("not a transaction");
    }
    int start = at;
    at += (int) bytes;
    return start;
  }

  private static ChainException bad(String message) {
    return new ChainException(ChainException.Code.BAD_ANSWER, message);
  }
}
