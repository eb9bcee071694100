package tutti.cli.signer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.agent.psbt.Wallet;
import tutti.agent.session.Outcome;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.protocol.event.EventData;
import tutti.protocol.event.EventType;
import tutti.protocol.event.SessionReady;
import tutti.protocol.json.Wire;

/**
 * Tells the user what happens to the requests that a command is about. A signer hears of its other
 * ones too.
 */
public final class SigningTrace implements AgentListener {
  private static final int SHOWN = 8;

  private final Terminal terminal;
  private final Network network;
  private final boolean broadcasts;
  private final Map<String, VerifiedRequest> requests = new HashMap<>(); // guarded by this
  private final Map<String, SessionReady> sessions = new HashMap<>(); // guarded by this
  private final Set<String> reminded = new HashSet<>(); // guarded by this

  public SigningTrace(Terminal terminal) {
    this(terminal, Network.MAINNET);
  }

  /** A trace that writes addresses as this network does. */
  public SigningTrace(Terminal terminal, Network network) {
    this(terminal, network, false);
  }

  /**
   * A trace that writes addresses as a network does.
   *
   * @param broadcasts whether the signer brings results out by itself
   */
  public SigningTrace(Terminal terminal, Network network, boolean broadcasts) {
    this.terminal = terminal;
    this.network = network;
    this.broadcasts = broadcasts;
  }

  /** Tells what this request asks for. */
  public void show(VerifiedRequest request) {
    name(request);
    RequestListing.lines(request.request(), network).forEach(terminal::progress);
  }

  /** Tells from now on what happens to this request. */
  public synchronized void follow(VerifiedRequest request) {
    requests.put(request.id().hex(), request);
  }

  /** Tells which request became of what was announced, and from now on what happens to it. */
  public void followOwn(VerifiedRequest request) {
    name(request);
    follow(request);
  }

  private void name(VerifiedRequest request) {
    terminal.progress(
        "request %s, this is signer %d".formatted(request.id().hex(), request.signerIndex()));
  }

  @Override
  public synchronized void on(AgentEvent event) {
    if (event instanceof AgentEvent.Happened happened) {
      happened(happened.data());
    } else if (event instanceof AgentEvent.SessionEnded ended) {
      ended(ended);
    } else if (event instanceof AgentEvent.LieDetected lie) {
      terminal.progress(
          "the services showed something untrue: " + RequestListing.printable(lie.detail()));
    } else if (event instanceof AgentEvent.Unheard unheard) {
      terminal.progress(
          "not heard: %s: %s: %s".formatted(unheard.what(), unheard.code(), unheard.message()));
    } else if (event instanceof AgentEvent.WalletAsked asked) {
      terminal.progress(
          "  the wallet is asked for its "
              + (asked.step() == Wallet.Step.NONCE ? "nonces" : "partial signatures"));
    } else if (event instanceof AgentEvent.Rejected rejected
        && requests.containsKey(rejected.requestId().hex())) {
      terminal.progress("  this signer takes no part: " + rejected.reason());
    } else if (event instanceof AgentEvent.PassedOver passed) {
      terminal.progress(
          "passed over request %s of %d bytes: too much is undecided (limit undecided-bytes)"
              .formatted(passed.requestId().hex(), passed.bytes()));
    } else if (event instanceof AgentEvent.BroadcastWanted wanted) {
      remind(wanted.order().sessionId().hex());
    } else if (event instanceof AgentEvent.BroadcastSeen seen) {
      terminal.progress("  seen on the chain: " + seen.reference());
    } else if (event instanceof AgentEvent.BroadcastDoubted doubted) {
      terminal.progress("  said to be out, and not seen on the chain: " + doubted.reference());
    }
  }

  private void happened(EventData data) {
    if (data instanceof SessionReady ready && requests.containsKey(ready.requestId().hex())) {
      sessions.put(ready.sessionId().hex(), ready);
    }
    var json = Wire.tree(data);
    String session = json.path("sessionId").asText();
    if (sessions.containsKey(session)) {
      terminal.progress(
          "  session %s  %s".formatted(session.substring(0, SHOWN), EventType.of(data).wireName()));
    } else if (requests.containsKey(json.path("requestId").asText())) {
      terminal.progress("  " + EventType.of(data).wireName());
    }
  }

  private void ended(AgentEvent.SessionEnded ended) {
    String id = ended.sessionId().hex();
    SessionReady ready = sessions.get(id);
    if (ready == null) {
      return;
    }
    if (ended.outcome() instanceof Outcome.NotSigned failed) {
      terminal.progress("session %s %s".formatted(id, failed.phase()));
      return;
    }
    terminal.progress("session %s COMPLETE".formatted(id));
    VerifiedRequest request = requests.get(ready.requestId().hex());
    if (request != null
        && request.request().optionsOrDefault().broadcastOrDefault()
        && ready.coordinator() == request.signerIndex()) {
      remind(id);
    }
  }

  private void remind(String session) {
    if (!broadcasts && sessions.containsKey(session) && reminded.add(session)) {
      terminal.progress(
          "this signer is to broadcast; then: tutti confirm %s --reference TXID"
              .formatted(session));
    }
  }
}
