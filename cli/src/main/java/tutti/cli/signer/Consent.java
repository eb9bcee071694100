package tutti.cli.signer;

import picocli.CommandLine.Option;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;

/** A yes to what was shown: of a person at a terminal, or given beforehand. */
public final class Consent {
  @Option(
      names = "--yes",
      description = "Sign what is shown without asking; needed where nobody is at a terminal.")
  private boolean yes;

  /**
   * To be called before anything else: whether somebody can be asked.
   *
   * @throws Refusal {@code MALFORMED} if not
   */
  public void check(Terminal terminal) {
    if (!yes && !terminal.isAttended()) {
      throw Refusal.of(
          ErrorCode.MALFORMED,
          "nobody is at a terminal to be asked: give --yes to sign without being asked");
    }
  }

  /** Asks about what was just shown, unless the yes was given beforehand. */
  public boolean given(Terminal terminal) {
    return yes || terminal.confirm("sign this?");
  }

  /**
   * Shows what is about to be announced, and asks.
   *
   * @throws Refusal {@code REFUSED_BY_POLICY} if the answer is no
   */
  public void toAnnounce(SigningRequest request, Network network, Terminal terminal) {
    terminal.progress("to be announced:");
    RequestListing.lines(request, network).forEach(terminal::progress);
    if (!yes && !terminal.confirm("announce and sign this?")) {
      throw refused();
    }
  }

  /** What comes of a no. */
  public static Refusal refused() {
    return Refusal.of(ErrorCode.REFUSED_BY_POLICY, "not agreed to; nothing was said to anyone");
  }
}
