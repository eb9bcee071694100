package tutti.cli.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.chain.ChainClient;
import tutti.chain.ChainTransaction;
import tutti.chain.ChainWatcher;
import tutti.chain.OutputState;
import tutti.chain.Txid;
import tutti.chain.WatchEvent;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Outpoint;

/** {@code tutti chain watch}. */
@Command(
    name = "watch",
    description = {
      "Waits until a transaction, an output, or a payment to a script is deep enough.",
      "",
      "What happens meanwhile, such as a reorganization, is told on stderr. An output must be"
          + " unspent in the end."
    })
final class WatchCommand extends AskingCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "TXID[:INDEX]",
      description = "A transaction, or one of its outputs.")
  private @Nullable String target;

  @Option(names = "--script", paramLabel = "HEX", description = "A script that is to be paid.")
  private @Nullable Bytes script;

  @Option(names = "--amount", paramLabel = "SAT", description = "Exactly so much; any if missing.")
  private @Nullable Long amount;

  @Option(
      names = "--confirmations",
      paramLabel = "N",
      defaultValue = "1",
      description = "How deep; 0 is content with the network's pool (${DEFAULT-VALUE}).")
  private int confirmations = 1;

  @Option(
      names = "--wait-at-most",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "When to give up waiting (${DEFAULT-VALUE}).")
  private Duration waitAtMost = Duration.ofHours(2);

  WatchCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if ((target == null) == (script == null)) {
      throw Refusal.of(ErrorCode.MALFORMED, "give either TXID[:INDEX] or --script");
    }
    if (confirmations < 0 || (amount != null && script == null)) {
      throw Refusal.of(ErrorCode.MALFORMED, "--confirmations or --amount");
    }
    if (target != null) {
      outpoint(target);
    }
  }

  @Override
  Report ask(ChainClient client) throws Exception {
    var watcher = new ChainWatcher(client, options().interval());
    var goal = new ChainWatcher.Goal(confirmations, waitAtMost);
    if (script != null) {
      return report(answer(watcher.script(script, amount, goal, this::tell).reached()));
    }
    String text = String.valueOf(target);
    if (text.contains(":")) {
      return report(answer(watcher.output(outpoint(text), goal, this::tell).reached()));
    }
    ChainTransaction seen = answer(watcher.transaction(Txid.of(text), goal, this::tell).reached());
    ObjectNode json = json().put("txid", seen.id().text());
    put(json, seen.block(), seen.confirmations());
    return new Report(
        json,
        List.of(
            "transaction  " + seen.id(),
            "status       " + where(seen.block(), seen.confirmations())));
  }

  private static Report report(OutputState state) {
    ObjectNode json = json().put("txid", new Txid(state.outpoint().txid()).text());
    json.put("index", state.outpoint().index());
    put(json, state.block(), state.confirmations());
    json.put("amount", state.output().amount()).put("script", state.output().script().hex());
    return new Report(
        json,
        List.of(
            "output       " + state.outpoint(),
            "pays         %d sat to script %s"
                .formatted(state.output().amount(), state.output().script().hex()),
            "status       " + where(state.block(), state.confirmations())));
  }

  private void tell(WatchEvent event) {
    terminal().progress(text(event));
  }

  private static String text(WatchEvent event) {
    if (event instanceof WatchEvent.Seen seen) {
      return seen.confirmations() == 0
          ? "seen, waits for a block"
          : "seen with %d confirmations".formatted(seen.confirmations());
    }
    if (event instanceof WatchEvent.Reorganized changed) {
      return "reorganized: no longer in block %d %s, %d confirmations"
          .formatted(changed.was().height(), changed.was().hash(), changed.confirmations());
    }
    if (event instanceof WatchEvent.Spent spent) {
      return "spent by " + spent.spending().spender();
    }
    if (event instanceof WatchEvent.Trouble trouble) {
      return "%s: %s; looking again"
          .formatted(trouble.reason().code(), trouble.reason().getMessage());
    }
    return "vanished";
  }

  private static Outpoint outpoint(String text) {
    int colon = text.indexOf(':');
    Txid id = Txid.of(colon < 0 ? text : text.substring(0, colon));
    String index = colon < 0 ? "0" : text.substring(colon + 1);
    if (!index.matches("[0-9]{1,9}")) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "index", "no index of an output: " + index);
    }
    return new Outpoint(id.hash(), Long.parseLong(index));
  }
}
