package tutti.cli.signer;

import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.agent.session.Outcome;
import tutti.cli.terminal.Terminal;
import tutti.protocol.event.EventType;

/** Tells the user what happens to a signer while a command waits. */
public final class SigningTrace implements AgentListener {
  private final Terminal terminal;

  public SigningTrace(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void on(AgentEvent event) {
    String line = line(event);
    if (!line.isEmpty()) {
      terminal.progress(line);
    }
  }

  private static String line(AgentEvent event) {
    if (event instanceof AgentEvent.Requested requested) {
      return "request %s names this signer as signer %d%n%s"
          .formatted(
              requested.requestId().hex(),
              requested.signerIndex(),
              String.join(System.lineSeparator(), RequestListing.lines(requested.request())));
    }
    if (event instanceof AgentEvent.Happened happened) {
      return "  " + EventType.of(happened.data()).wireName();
    }
    if (event instanceof AgentEvent.SessionEnded ended) {
      return "session %s %s"
          .formatted(
              ended.sessionId().hex(),
              ended.outcome() instanceof Outcome.NotSigned failed ? failed.phase() : "COMPLETE");
    }
    return warning(event);
  }

  private static String warning(AgentEvent event) {
    if (event instanceof AgentEvent.LieDetected lie) {
      return "the services showed something untrue: " + RequestListing.printable(lie.detail());
    }
    if (event instanceof AgentEvent.Unheard unheard) {
      return "not heard: %s: %s: %s".formatted(unheard.what(), unheard.code(), unheard.message());
    }
    if (event instanceof AgentEvent.BroadcastWanted wanted) {
      return "this signer is to broadcast; then: tutti confirm %s --reference TXID"
          .formatted(wanted.order().sessionId().hex());
    }
    return "";
  }
}
