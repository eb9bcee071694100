package tutti.acceptance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import tutti.protocol.Refusal;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** A process that would hold documents and does nothing else, so that it needs no service. */
final class MemberProcess {
  private MemberProcess() {}

  /** Takes settings as flags are written. */
  public static void main(String[] arguments) {
    Map<String, String> flags = new HashMap<>();
    for (String argument : List.of(arguments)) {
      flags.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
    }
    try {
      TuttiNode.start(Settings.load(flags, Map.of()))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      System.out.println("joined");
    } catch (CompletionException e) {
      System.out.println(
          "refused " + (e.getCause() instanceof Refusal refusal ? refusal.code() : e.getCause()));
      System.exit(1);
    }
  }
}
