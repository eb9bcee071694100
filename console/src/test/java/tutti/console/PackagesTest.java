package tutti.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others have written and the page is made of: the npm packages in {@code vendor}. */
class PackagesTest {
  private static final Path VENDOR = Path.of("vendor");
  private static final List<Path> LOCKS =
      List.of(Path.of("package-lock.json"), Path.of("../clients/javascript/package-lock.json"));
  private static final Pattern PACKAGE = Pattern.compile("node_modules/((?:@[^/]+/)?[^/]+)/");

  /** For Node.js only. */
  private static final Set<String> NOT_BUNDLED = Set.of("ws", "@types/trusted-types");

  @Test
  void areTheVeryOnesThatAreLocked() throws Exception {
    assertThat(vendored()).isEqualTo(locked());
  }

  @Test
  void allHaveTheirLicencesOnThePage() throws Exception {
    Path meta = Path.of("target", "bundle", "meta.json");
    assumeTrue(Files.exists(meta), "there is no bundler for this platform");
    Set<String> bundled = new TreeSet<>();
    new ObjectMapper()
        .readTree(meta.toFile())
        .path("inputs")
        .fieldNames()
        .forEachRemaining(
            input -> {
              var matcher = PACKAGE.matcher(input);
              if (matcher.find()) {
                bundled.add(matcher.group(1));
              }
            });
    assertThat(bundled).contains("@noble/curves", "lit-html").isSubsetOf(vendored().keySet());

    List<String> licences = Files.readAllLines(Page.file("licences.txt"));
    assertThat(licences).containsAll(bundled);
    assertThat(String.join("\n", licences)).contains("MIT License", "BSD 3-Clause");
  }

  private static Map<String, String> vendored() throws IOException, GeneralSecurityException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(VENDOR)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = VENDOR.relativize(file).toString().replace('\\', '/');
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
        digests.put(
            name.replaceFirst("\\.tgz$", ""),
            "sha512-" + Base64.getEncoder().encodeToString(digest));
      }
    }
    return digests;
  }

  private static Map<String, String> locked() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Path lock : LOCKS) {
      JsonNode packages = new ObjectMapper().readTree(lock.toFile()).path("packages");
      for (Map.Entry<String, JsonNode> entry : packages.properties()) {
        String name = entry.getKey().replaceFirst("^node_modules/", "");
        JsonNode locked = entry.getValue();
        boolean isNeeded =
            Stream.of("dev", "devOptional", "optional").noneMatch(locked::hasNonNull);
        if (!name.isEmpty() && isNeeded && !NOT_BUNDLED.contains(name)) {
          digests.put(name, locked.path("integrity").asText());
        }
      }
    }
    return digests;
  }
}
