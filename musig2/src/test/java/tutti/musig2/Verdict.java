package tutti.musig2;

import java.util.List;

/**
 * What an engine makes of contributions.
 *
 * @param refused what was refused before anything could be verified; empty if nothing was
 * @param culprits the signers of wrong partial signatures
 * @param signed whether there is a valid signature in the end
 * @param values the bytes that came out on the way
 */
record Verdict(String refused, List<Integer> culprits, boolean signed, String values) {
  static Verdict of(Engine engine, Contributions given) {
    try {
      KeyAggContext keys = engine.aggregateKeys(given.keys(), given.tweaks());
      AggregateNonce told = given.aggregateNonce();
      AggregateNonce nonce = told == null ? engine.aggregateNonces(given.nonces()) : told;
      SigningSession session = engine.startSession(keys, nonce, given.message());
      List<Integer> culprits = engine.culprits(session, given.partials(), given.nonces());
      String values = keys.aggregatePublicKey().hex() + nonce.hex();
      return of(engine, given, session, culprits, values);
    } catch (InvalidContributionException e) {
      return new Verdict(name(e), List.of(), false, "");
    } catch (InvalidTweakException e) {
      return new Verdict("tweak " + e.tweakIndex(), List.of(), false, "");
    }
  }

  private static Verdict of(
      Engine engine,
      Contributions given,
      SigningSession session,
      List<Integer> culprits,
      String values) {
    try {
      Signature said = given.signature();
      Signature signature =
          said == null ? engine.aggregatePartials(session, given.partials()) : said;
      boolean signed = engine.verifySignature(session.keyAggContext(), given.message(), signature);
      return new Verdict("", culprits, signed, values + signature.hex());
    } catch (InvalidContributionException e) {
      return new Verdict(name(e), culprits, false, values);
    }
  }

  static String name(InvalidContributionException e) {
    return e.contribution().name() + " " + e.signerIndex();
  }
}
