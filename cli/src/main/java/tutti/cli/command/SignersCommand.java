package tutti.cli.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SignerCommand;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.json.Wire;

/** {@code tutti signers}. */
@Command(
    name = "signers",
    description = {
      "Finds signers that advertise; all conditions given must hold.",
      "Only advertisements that are signed by their signer are shown."
    })
public final class SignersCommand extends SignerCommand {
  @Option(
      names = "--type",
      split = ",",
      paramLabel = "NAME",
      description = "Takes part in at least one of these.")
  private List<String> types = new ArrayList<>();

  @Option(
      names = "--amount",
      paramLabel = "SAT",
      description = "Within the advertised range of amounts.")
  private @Nullable Long amount;

  @Option(names = "--max-fee", paramLabel = "SAT", description = "Asks for no more than this.")
  private @Nullable Long maxFee;

  @Option(names = "--key", split = ",", paramLabel = "HEX", description = "Is one of these.")
  private List<PublicKey> keys = new ArrayList<>();

  @Option(
      names = "--min-completed",
      paramLabel = "N",
      description = "Has at least so many completed sessions on record.")
  private @Nullable Long minCompleted;

  @Option(
      names = "--sort",
      paramLabel = "fee|completed|expiry|key",
      description = "Cheapest, most completed, longest valid, or by key first (fee).")
  private @Nullable SignerSort sort;

  @Option(names = "--limit", paramLabel = "N", description = "Entries of one page (50).")
  private @Nullable Integer limit;

  @Option(
      names = "--after",
      paramLabel = "TEXT",
      description = "The 'next' of the page before: shows the following one.")
  private @Nullable String after;

  public SignersCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat) throws Exception {
    var query =
        new SignerQuery(
            types.isEmpty() ? null : types,
            amount,
            maxFee,
            keys.isEmpty() ? null : keys,
            minCompleted,
            sort,
            limit,
            after);
    try (SecretKey nobody = SecretKey.generate()) {
      SignerPage page = seat.answer(seat.speaking(nobody).findSigners(query), "discovery-service");
      return new Report(Wire.tree(page), lines(page));
    }
  }

  private static List<String> lines(SignerPage page) {
    List<String> lines = new ArrayList<>();
    page.signers().forEach(listing -> lines.add(line(listing)));
    if (page.signers().isEmpty()) {
      lines.add("no signers found");
    }
    if (page.next() != null) {
      lines.add("more: --after " + page.next());
    }
    return lines;
  }

  private static String line(SignerListing listing) {
    Advertisement said = DiscoveryApi.ADVERTISE.bodyOf(listing.advertisement());
    return "%s  %s  fee %d  completed %d  at fault %d  until %s"
        .formatted(
            listing.advertisement().signer().hex(),
            String.join(",", said.transactionTypes()),
            said.feeOrZero(),
            listing.record().completed(),
            listing.record().failedAtFault(),
            Instant.ofEpochMilli(said.expiresAt()));
  }
}
