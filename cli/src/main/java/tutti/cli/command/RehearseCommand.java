package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import tutti.cli.demo.Demo;
import tutti.cli.serve.PrivateCluster;
import tutti.cli.serve.Service;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.musig2.Bytes;
import tutti.musig2.EngineChoice;
import tutti.musig2.TaggedHash;
import tutti.protocol.json.Wire;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;
import tutti.runtime.management.ManagementServer;

/**
 * {@code tutti rehearse}: everything that starting a service does, and a signing, in one process
 * that ends by itself. What the JVM learns of it goes into the image.
 */
@Command(
    name = "rehearse",
    description = {
      "Starts and stops every service in this process, and signs once, for the JVM to learn from it"
          + " (-XX:AOTCacheOutput).",
      "Needs nothing that runs, and leaves nothing behind."
    })
public final class RehearseCommand extends ReportingCommand {
  private static final int SIGNERS = 3;
  private static final long PATIENCE_SECONDS = 120;

  public RehearseCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected boolean isMember() {
    return true;
  }

  @Override
  protected Report run() throws Exception {
    startAndStop();
    Bytes message = TaggedHash.sha256(Bytes.of(new byte[] {1}));
    new Demo(new Waiting(terminal()), Demo.silence(), EngineChoice.AUTO)
        .run(SIGNERS, List.of(message));
    ObjectNode json = Wire.mapper().createObjectNode().put("rehearsed", true);
    return new Report(json, List.of("rehearsed"));
  }

  /** A data member and one that only works, so that they find each other as processes do. */
  private static void startAndStop() throws Exception {
    Map<String, String> flags = PrivateCluster.flags(Map.of(EdgeSettings.HTTP_PORT.name(), "0"));
    Settings settings = Settings.load(flags, Map.of());
    ManagementServer management = await(ManagementServer.start("127.0.0.1", 0));
    TuttiNode data = await(TuttiNode.start(settings));
    await(Service.deploy(data, Set.of(Service.SESSION)));
    TuttiNode lite = await(TuttiNode.start(settings.with(Settings.ROLE, "lite")));
    Set<Service> others = EnumSet.complementOf(EnumSet.of(Service.SESSION));
    await(Service.deploy(lite, others));
    management.health(lite.readiness()::health);
    await(lite.close());
    await(data.close());
    await(management.close());
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
