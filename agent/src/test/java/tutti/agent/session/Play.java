package tutti.agent.session;

import static tutti.agent.session.Peers.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.protocol.event.EventData;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/** Alice's session under test, and everything that it has wanted done so far. */
final class Play {
  private static final Prior FRESH = new Prior(null, true);

  final SignerSession session;
  final List<Action> actions = new ArrayList<>();

  Play(Peers peers, SessionSettings settings, Attempts attempts) {
    this(peers, new Signer(Peers.ALICE, Peers.ENGINE), settings, attempts);
  }

  private Play(Peers peers, Signer signer, SessionSettings settings, Attempts attempts) {
    session = new SignerSession(peers.id, signer, settings, attempts);
    session.onTime(NOW);
  }

  static Play fresh(Peers peers) {
    return new Play(peers, new SessionSettings(true, FRESH, 10_000, 1_000), new Attempts());
  }

  /** Alice's private key is not here. */
  static Play elsewhere(Peers peers) {
    KeySource keySource = request -> new KeyAccess.Elsewhere();
    return new Play(
        peers,
        new Signer(Peers.ALICE, Peers.ENGINE, keySource),
        new SessionSettings(true, FRESH, 10_000, 1_000),
        new Attempts());
  }

  static Play afterRestart(Peers peers) {
    return new Play(peers, new SessionSettings(true, Prior.NOTHING, 10_000, 1_000), new Attempts());
  }

  static Play manual(Peers peers) {
    return new Play(peers, new SessionSettings(false, FRESH, 10_000, 1_000), new Attempts());
  }

  Play hear(EventData data) {
    return add(session.onEvent(data, NOW));
  }

  Play add(List<Action> more) {
    actions.addAll(more);
    return this;
  }

  Play approve() {
    return add(session.onDecision(true, ""));
  }

  CommitNonce commitment() {
    return said(CommitNonce.class).orElseThrow();
  }

  ShareNonce nonce() {
    return said(ShareNonce.class).orElseThrow();
  }

  SharePartialSignature signature() {
    return said(SharePartialSignature.class).orElseThrow();
  }

  <T> Optional<T> said(Class<T> type) {
    return all(Action.Contribute.class).stream()
        .map(Action.Contribute::contribution)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((first, second) -> second);
  }

  <T extends Action> List<T> all(Class<T> type) {
    return actions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Action> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError("one %s expected: %s".formatted(type.getSimpleName(), actions));
    }
    return found.get(0);
  }

  /** Plays honestly up to where the policy is asked. */
  Play upToDecision(Peers peers) {
    hear(peers.ready());
    hear(peers.commitments(commitment()));
    return hear(peers.nonces(nonce()));
  }
}
