package tutti.simulation.world;

import java.util.List;

/**
 * What a run is about, and what goes wrong in it until the storm is over.
 *
 * @param helpers processes that serve and hold no documents
 * @param weather until the storm is over; calm afterwards
 * @param storm how long it lasts, in milliseconds
 * @param memberCrashes how many members crash, at any time in the storm
 * @param signerCrashes how many signers crash, at any time in the storm
 * @param tripping probability that a process crashes right before or after it sends something
 * @param freezes how many processes stop for some seconds
 * @param reckless whether members crash though their documents have no other copy
 * @param cheaters how many signers cheat
 * @param whims whether signers decline, abort, cancel and go away for good
 * @param serialised whether everything is written and read as JSON on its way
 */
public record Scenario(
    int signers,
    int items,
    boolean commitments,
    boolean broadcast,
    int requests,
    int members,
    int helpers,
    Weather weather,
    long storm,
    int memberCrashes,
    int signerCrashes,
    double tripping,
    int freezes,
    boolean reckless,
    int cheaters,
    boolean whims,
    boolean serialised) {

  /** What a run is mostly about. */
  public enum Theme {
    CALM,
    WEATHER,
    MEMBERS,
    SIGNERS,
    CHEATERS,
    ALL_LOST,
    EVERYTHING
  }

  static Scenario any(Chance chance) {
    return any(chance, chance.pick(List.of(Theme.values())));
  }

  /** Any scenario of a theme. */
  public static Scenario any(Chance chance, Theme theme) {
    boolean all = theme == Theme.EVERYTHING;
    boolean cheats = theme == Theme.CHEATERS || (all && chance.in(0.3));
    int signers = chance.between(cheats ? 2 : 1, 4);
    boolean stormy = theme != Theme.CALM && (theme != Theme.CHEATERS || chance.in(0.5));
    return new Scenario(
        signers,
        chance.in(0.8) ? 1 : chance.between(2, 3),
        chance.in(0.7),
        chance.in(0.3),
        chance.in(0.8) ? 1 : 2,
        chance.between(2, 3),
        chance.in(0.3) ? 1 : 0,
        stormy && (theme == Theme.WEATHER || chance.in(0.6)) ? Weather.any(chance) : Weather.CALM,
        chance.in(0.8) ? chance.between(1_000L, 8_000L) : chance.between(8_000L, 40_000L),
        theme == Theme.MEMBERS || theme == Theme.ALL_LOST || all ? chance.between(1, 5) : 0,
        theme == Theme.SIGNERS || all ? chance.between(1, 5) : 0,
        (theme == Theme.SIGNERS || theme == Theme.MEMBERS || all) && chance.in(0.5) ? 0.02 : 0,
        theme == Theme.MEMBERS || all ? chance.between(0, 2) : 0,
        theme == Theme.ALL_LOST,
        cheats ? 1 : 0,
        all && chance.in(0.3),
        chance.in(0.01));
  }

  /** The same with the least to be signed: one item of one request, by two at most. */
  Scenario small() {
    return new Scenario(
        Math.min(signers, 2),
        1,
        commitments,
        broadcast,
        1,
        members,
        helpers,
        weather,
        storm,
        memberCrashes,
        signerCrashes,
        tripping,
        freezes,
        reckless,
        cheaters,
        whims,
        serialised);
  }

  /** Whether every request must come to signatures in the end. */
  public boolean mustComplete() {
    return cheaters == 0 && !whims;
  }
}
