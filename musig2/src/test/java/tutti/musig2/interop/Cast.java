package tutti.musig2.interop;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who plays what in a session.
 *
 * @param signers one implementation per signer, in the order of the keys
 * @param coordinator who adds nonces and partial signatures
 */
record Cast(List<Peer> signers, Peer coordinator, TweakKind tweaks) {

  /** Every way to fill two roles, with every coordinator. */
  static Stream<Cast> pairs(List<Peer> peers) {
    List<Cast> casts = new ArrayList<>();
    for (Peer first : peers) {
      for (Peer second : peers) {
        for (Peer coordinator : peers) {
          casts.add(new Cast(List.of(first, second), coordinator, TweakKind.turn(casts.size())));
        }
      }
    }
    return casts.stream();
  }

  /**
   * Every order of the implementations over this number of roles; more roles than implementations
   * are filled from the beginning again. Coordinators and tweaks take turns.
   */
  static Stream<Cast> orders(List<Peer> peers, int signers) {
    List<Cast> casts = new ArrayList<>();
    for (List<Peer> order : permutations(peers, Math.min(signers, peers.size()))) {
      List<Peer> roles = new ArrayList<>(order);
      for (int i = 0; roles.size() < signers; i++) {
        roles.add(order.get(i));
      }
      Peer coordinator = peers.get(casts.size() % peers.size());
      casts.add(new Cast(List.copyOf(roles), coordinator, TweakKind.turn(casts.size())));
    }
    return casts.stream();
  }

  private static List<List<Peer>> permutations(List<Peer> peers, int length) {
    if (length == 0) {
      return List.of(List.of());
    }
    List<List<Peer>> all = new ArrayList<>();
    for (Peer first : peers) {
      List<Peer> others = peers.stream().filter(peer -> peer != first).toList();
      for (List<Peer> rest : permutations(others, length - 1)) {
        all.add(Stream.concat(Stream.of(first), rest.stream()).toList());
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return "%s, added up by %s, tweaks %s"
        .formatted(
            signers.stream().map(Peer::name).collect(joining(" + ")), coordinator.name(), tweaks);
  }
}
