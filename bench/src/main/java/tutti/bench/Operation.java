package tutti.bench;

import java.util.List;
import java.util.function.Function;

/** What is measured, in the order of the table. */
@SuppressWarnings("ImmutableEnumChecker") // method references and List.of do not change
public enum Operation {
  SIGN_SCHNORR("signSchnorr", Contender::signSchnorr, 2),
  VERIFY_SCHNORR("verifySchnorr", Contender::verifySchnorr, 2),
  AGGREGATE_KEYS("aggregateKeys", Contender::aggregateKeys, 2, 10, 100),
  GENERATE_NONCE("generateNonce", Contender::generateNonce, 2),
  AGGREGATE_NONCES("aggregateNonces", Contender::aggregateNonces, 2, 10, 100),
  START_SESSION("startSession", Contender::startSession, 2),
  SIGN_PARTIALLY("signPartially", Contender::signPartially, 2),
  VERIFY_PARTIAL("verifyPartial", Contender::verifyPartial, 2),
  AGGREGATE_PARTIALS("aggregatePartials", Contender::aggregatePartials, 2, 100),
  SIGN_AS_ONE_OF_TWO("signAsOneOfTwo", Contender::signAsOneOfTwo, 2),
  COORDINATE("coordinate", Contender::coordinate, 2, 100);

  private final String text;
  private final Function<Contender, Object> work;
  private final List<Integer> signers;

  Operation(String text, Function<Contender, Object> work, Integer... signers) {
    this.text = text;
    this.work = work;
    this.signers = List.of(signers);
  }

  /** The numbers of signers for which it is measured. */
  List<Integer> signers() {
    return signers;
  }

  /** Does it once. */
  Object run(Contender contender) {
    return work.apply(contender);
  }

  /** The name in tables and files. */
  @Override
  public String toString() {
    return text;
  }
}
