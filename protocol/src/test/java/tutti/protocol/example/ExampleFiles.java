package tutti.protocol.example;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.json.Wire;

/**
 * Writes the examples of the contract. The committed files are the truth; this makes them again.
 *
 * <pre>
 * mvn -pl protocol -am test -Dtest=ExampleFilesTest -Dexamples.write=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
public final class ExampleFiles {
  private ExampleFiles() {}

  /** All examples, by file name without {@code .json}. */
  public static Map<String, ObjectNode> all() {
    Story story = Story.told();
    Map<String, Object> messages = new TreeMap<>();
    messages.putAll(DiscoveryExamples.all(story));
    messages.putAll(new RequestExamples(story).all());
    messages.putAll(new SessionExamples(story).all());
    messages.putAll(CryptoExamples.all(story));
    messages.putAll(GatewayExamples.all());
    messages.putAll(new EventExamples(story).all());
    messages.putAll(new EvidenceExamples(story).all());
    messages.put(
        "failure",
        new Failure(
            ErrorCode.RATE_LIMITED,
            "open requests that name one signer: 1000, at most 1000 (open-requests-per-signer)",
            "body.keys[%d]".formatted(story.index(Signer.CAROL)),
            story.index(Signer.CAROL),
            true,
            10_000L));
    Map<String, ObjectNode> trees = new TreeMap<>();
    messages.forEach((name, message) -> trees.put(name, Wire.tree(message)));
    return trees;
  }

  /** Writes every example into the directory named by the first argument. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (Map.Entry<String, ObjectNode> example : all().entrySet()) {
      Files.writeString(
          directory.resolve(example.getKey() + ".json"), text(example.getValue()) + "\n");
    }
  }

  private static String text(ObjectNode example) throws IOException {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return Wire.mapper().writer(printer).writeValueAsString(example);
  }
}
