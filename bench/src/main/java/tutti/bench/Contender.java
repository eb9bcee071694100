package tutti.bench;

import tutti.musig2.Engine;

/**
 * One way to do the mathematics, holding all input of the operations.
 *
 * <p>Each method does one operation from bytes to bytes and returns what came of it, so that no
 * compiler can leave it out. The first of the signers is the one that signs.
 */
interface Contender {
  /** The name in tables and files. */
  String name();

  /** BIP340 Sign. */
  Object signSchnorr();

  /** BIP340 Verify. */
  boolean verifySchnorr();

  /** KeyAgg of all signers. */
  Object aggregateKeys();

  /** NonceGen with all that can be known. */
  Object generateNonce();

  /** NonceAgg of all signers. */
  Object aggregateNonces();

  /** What depends on message and nonces only, as every party of a session computes it. */
  Object startSession();

  /** Sign, without generating the nonce. */
  Object signPartially();

  /** PartialSigVerify for the first signer. */
  boolean verifyPartial();

  /** PartialSigAgg of all signers. */
  Object aggregatePartials();

  /**
   * Both rounds of one signer of two that kept the aggregated keys: generates its nonce, adds both,
   * signs, verifies the other's partial signature and adds both.
   *
   * <p>The other's contributions are fixed, so its partial signature is wrong; finding that takes
   * as long.
   */
  Object signAsOneOfTwo();

  /**
   * All that a coordinator computes when nobody cheats: adds keys, nonces and partial signatures,
   * and verifies the one signature.
   */
  boolean coordinate();

  /** A contender on an engine. */
  static Contender of(Engine engine, Material material) {
    return new EngineContender(engine, material);
  }
}
