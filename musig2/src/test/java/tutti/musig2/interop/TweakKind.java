package tutti.musig2.interop;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.TaggedHash;
import tutti.musig2.Taproot;
import tutti.musig2.Tweak;

/** The tweaks of a session. */
enum TweakKind {
  NONE,
  PLAIN,
  X_ONLY,
  TAPROOT,
  MANY;

  static TweakKind turn(int number) {
    return values()[number % values().length];
  }

  /** Tweaks of this kind for these keys, as this peer aggregates them. */
  List<Tweak> of(Peer peer, List<PublicKey> keys, Bytes seed) {
    return switch (this) {
      case NONE -> List.of();
      case PLAIN -> List.of(Tweak.plain(scalar(seed, 1)));
      case X_ONLY -> List.of(Tweak.xOnly(scalar(seed, 2)));
      case TAPROOT -> withTaproot(peer, keys, List.of(), seed);
      case MANY -> {
        List<Tweak> derivation =
            List.of(
                Tweak.plain(scalar(seed, 3)),
                Tweak.xOnly(scalar(seed, 4)),
                Tweak.plain(scalar(seed, 5)));
        yield withTaproot(peer, keys, derivation, seed);
      }
    };
  }

  private static List<Tweak> withTaproot(
      Peer peer, List<PublicKey> keys, List<Tweak> before, Bytes seed) {
    List<Tweak> tweaks = new ArrayList<>(before);
    PublicKey internal = peer.aggregateKeys(keys, before);
    tweaks.add(Taproot.tweak(internal.xOnly(), scalar(seed, 6)));
    return tweaks;
  }

  /** A hash: below the order of the group but once in 2^128 times. */
  private static Bytes scalar(Bytes seed, int number) {
    return TaggedHash.of("test/tweak", seed, Bytes.of(new byte[] {(byte) number}));
  }
}
