package tutti.cli.lotus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.agent.AgentBuilder;
import tutti.agent.SigningHandle;
import tutti.agent.lotus.LotusTerms;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.option.SessionOptions;
import tutti.cli.signer.ChainLink;
import tutti.cli.signer.ChainParticipation;
import tutti.cli.signer.Consent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningResult;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusTransaction;

/** {@code tutti lotus announce}. */
@Command(
    name = "announce",
    description = {
      "Asks a group to sign a transaction together, through the services.",
      "",
      "Everyone derives what is signed from the transaction and what it spends; it is shown, and"
          + " announced only after a yes. What of it a signature covers is all, and follows from the"
          + " scripts. With --wait the result is the signed transaction."
    })
final class AnnounceCommand extends KeyHolderCommand {
  @Mixin private SpendOptions spend = new SpendOptions();
  @Mixin private SessionOptions session = new SessionOptions();
  @Mixin private Consent consent = new Consent();
  @Mixin private ChainParticipation chain = new ChainParticipation();

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "HEX",
      description = "The signers' public keys; the announcer's own one may be left out.")
  private List<PublicKey> keys = new ArrayList<>();

  @Option(
      names = "--max-fee",
      paramLabel = "SAT",
      defaultValue = "" + AgentBuilder.DEFAULT_MAX_FEE,
      description = "Refuse a higher fee (${DEFAULT-VALUE}).")
  private long maxFee = AgentBuilder.DEFAULT_MAX_FEE;

  @Option(
      names = "--network",
      paramLabel = "mainnet|testnet|regtest",
      description = "How addresses are written (mainnet).")
  private Network network = Network.MAINNET;

  @Option(names = "--wait", description = "Stay, sign, and print the transaction.")
  private boolean wait;

  @Option(
      names = "--wait-at-most",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "When to give up waiting (${DEFAULT-VALUE}).")
  private Duration waitAtMost = Duration.ofHours(2);

  private @Nullable LotusTransaction transaction;
  private List<TxOutput> spent = List.of();

  AnnounceCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected void check() throws Exception {
    consent.check(terminal());
    chain.check(wait);
    transaction = spend.transaction(terminal().in());
    spent = spend.spent();
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    SigningRequest request = request(signer.publicKey());
    consent.toAnnounce(request, network, terminal());
    if (wait) {
      try (ChainLink link = chain.open(terminal().environment())) {
        return sign(seat, signer, request, link);
      }
    }
    AgentBuilder speaker = seat.saying(signer).maxFee(maxFee);
    SigningHandle handle = seat.answer(seat.start(speaker).announce(request), "request-service");
    return Report.of(handle.reply(), "request  " + handle.requestId().hex());
  }

  private Report sign(Seat seat, SecretKey signer, SigningRequest request, ChainLink link)
      throws Exception {
    SigningTrace trace = new SigningTrace(terminal(), network, chain.isGiven());
    AgentBuilder agent =
        seat.taking(signer)
            .maxFee(maxFee)
            .listener(
                event -> {
                  trace.on(event);
                  link.on(event);
                });
    link.equip(agent);
    // It may have to wait for what is to be spent.
    SigningHandle handle =
        seat.end(seat.start(agent).announce(request), waitAtMost, "the announcement");
    VerifiedRequest verified = seat.verified(handle.requestId(), signer.publicKey());
    trace.followOwn(verified);
    var signatures = seat.end(handle.signatures(), waitAtMost, "the other signers");
    link.awaitOut(seat, verified, waitAtMost);
    return new SigningResult(seat.engine(), handle.requestId(), request, signatures).report();
  }

  private SigningRequest request(PublicKey creator) {
    List<PublicKey> signers = new ArrayList<>(keys);
    if (!signers.contains(creator)) {
      signers.add(creator);
    }
    return LotusTerms.of(Objects.requireNonNull(transaction), spent, signers)
        .request(
            creator,
            session.purpose(),
            session.expiresAt(System.currentTimeMillis()),
            session.options(),
            session.metadata());
  }
}
