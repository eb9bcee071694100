package tutti.cli.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.cli.option.ChainOptions;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** A command that asks a chain. */
abstract class AskingCommand extends ReportingCommand {
  @Mixin private ChainOptions chain = new ChainOptions();

  AskingCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected final Report run() throws Exception {
    check();
    ChainClient client =
        chain
            .open(terminal().environment())
            .orElseThrow(() -> Refusal.of(ErrorCode.MALFORMED, "--chain is missing"));
    try (client) {
      return ask(client);
    }
  }

  /** Refuses what can be refused before anyone is asked; nothing, for most. */
  void check() throws Exception {}

  /** What is to be asked. */
  abstract Report ask(ChainClient client) throws Exception;

  ChainOptions options() {
    return chain;
  }

  /** Clients end by themselves, with a reason. */
  static <T> T answer(CompletableFuture<T> future) throws ExecutionException, InterruptedException {
    return future.get();
  }

  static ObjectNode json() {
    return Wire.mapper().createObjectNode();
  }

  /** Where something is, in JSON. */
  static void put(ObjectNode json, @Nullable BlockRef block, int confirmations) {
    json.put("confirmations", confirmations);
    if (block != null) {
      json.putObject("block").put("height", block.height()).put("hash", block.hash());
    }
  }

  /** Where something is, for people. */
  static String where(@Nullable BlockRef block, int confirmations) {
    return block == null
        ? "waits for a block"
        : "%d confirmations, in block %d %s".formatted(confirmations, block.height(), block.hash());
  }
}
