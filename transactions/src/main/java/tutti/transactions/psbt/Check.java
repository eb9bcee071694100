package tutti.transactions.psbt;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxOutput;

/** What bytes must be to mean something; refuses others with {@code MALFORMED}. */
@FunctionalInterface
interface Check {
  /** Points are checked where the data comes in, so that nobody trips over them later. */
  VerifyEngine POINTS = Engines.bouncyCastle();

  int HASH = 32;

  /** Refuses bytes that are something else. */
  void require(Bytes bytes);

  static Check anything() {
    return bytes -> {};
  }

  static Check nothing() {
    return size(0);
  }

  static Check size(int... sizes) {
    return bytes -> {
      if (IntStream.of(sizes).noneMatch(size -> size == bytes.length())) {
        throw malformed("%d bytes".formatted(bytes.length()));
      }
    };
  }

  static Check atLeast(int size) {
    return bytes -> {
      if (bytes.length() < size) {
        throw malformed("%d bytes".formatted(bytes.length()));
      }
    };
  }

  /** All bytes, read to the end. */
  static Check read(Consumer<ByteReader> reading) {
    return bytes -> {
      ByteReader reader = new ByteReader(bytes);
      reading.accept(reader);
      reader.requireEnd();
    };
  }

  static Check compactSize() {
    return read(ByteReader::compactSize);
  }

  /** A number of 32 bits from, and below. */
  static Check u32(long from, long below) {
    return read(
        reader -> {
          long value = reader.u32();
          if (value < from || value >= below) {
            throw malformed("%d is out of range".formatted(value));
          }
        });
  }

  static Check amount() {
    return read(reader -> new TxOutput(reader.i64(), Bytes.EMPTY));
  }

  static Check output() {
    return read(TxOutput::read);
  }

  static Check witness() {
    return read(TransactionReader::readWitness);
  }

  static Check transaction() {
    return TransactionReader::read;
  }

  static Check unsignedTransaction() {
    return TransactionReader::readUnsigned;
  }

  /** A compressed key on the curve. */
  static Check point() {
    return bytes -> requirePoint(bytes.requireSize(PublicKey.SIZE, "a compressed key"));
  }

  /** Compressed keys, at least one. */
  static Check points() {
    return bytes -> {
      if (bytes.length() == 0 || bytes.length() % PublicKey.SIZE != 0) {
        throw malformed("%d bytes are no compressed keys".formatted(bytes.length()));
      }
      for (int at = 0; at < bytes.length(); at += PublicKey.SIZE) {
        requirePoint(bytes.slice(at, at + PublicKey.SIZE));
      }
    };
  }

  /** A key of any form that old scripts take: compressed or not. */
  static Check ecdsaKey() {
    return bytes -> {
      if (bytes.length() == PublicKey.SIZE) {
        requirePoint(bytes);
      } else {
        bytes.requireSize(65, "a key");
      }
    };
  }

  /** Who takes part, with which aggregate, and in which leaf if any (BIP373). */
  static Check musig2Slot() {
    return bytes -> {
      size(2 * PublicKey.SIZE, 2 * PublicKey.SIZE + HASH).require(bytes);
      requirePoint(bytes.slice(0, PublicKey.SIZE));
      requirePoint(bytes.slice(PublicKey.SIZE, 2 * PublicKey.SIZE));
    };
  }

  static Check publicNonce() {
    return bytes -> {
      bytes.requireSize(PublicNonce.SIZE, "a public nonce");
      if (!POINTS.isValid(new PublicNonce(bytes))) {
        throw malformed("the public nonce is not two points");
      }
    };
  }

  /** The control block of a leaf (BIP341): version, internal key, path. */
  static Check controlBlock() {
    return bytes -> {
      int path = bytes.length() - 33;
      if (path < 0 || path % HASH != 0 || path / HASH > 128) {
        throw malformed("%d bytes are no control block".formatted(bytes.length()));
      }
    };
  }

  /** The fingerprint of a master key and the path from there (BIP32). */
  static Check origin() {
    return read(KeyOrigin::read);
  }

  /** Leaf hashes before an origin (BIP371). */
  static Check tapDerivation() {
    return read(reader -> TapBip32Derivation.read(Bytes.EMPTY, reader));
  }

  /** Depth, version and script of each leaf (BIP371). */
  static Check tapTree() {
    return TapTree::read;
  }

  private static void requirePoint(Bytes key) {
    if (!POINTS.isValid(new PublicKey(key))) {
      throw malformed("%s is not a point of the curve".formatted(key));
    }
  }

  private static Refusal malformed(String message) {
    return Refusal.of(ErrorCode.MALFORMED, message);
  }
}
