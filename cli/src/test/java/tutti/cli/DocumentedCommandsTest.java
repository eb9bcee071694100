package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tutti.cli.terminal.CommandGroup;
import tutti.cli.terminal.Terminal;

/** Every command that the pages show as typed is one, with the options that it has. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");

  /** Behind a prompt, behind variables, or at the beginning. */
  private static final Pattern TYPED =
      Pattern.compile("(?:[a-z]*\\$ +|[A-Z_]+=\\S+ +)*\\./tutti +(.*)");

  /** A word, perhaps quoted in parts, or what ends a command or leads its output elsewhere. */
  private static final Pattern WORD =
      Pattern.compile(
          "((?:'[^']*'|\"[^\"]*\"|[^\\s'\"|&;<>#]|(?<=\\S)#)+)|[|&;#]+|([<>]+)\\s*\\S+");

  /** Where something was shortened, or stands for what the reader has. */
  private static final Pattern SHORTENED = Pattern.compile("\\.\\.\\.|…|\\b[A-Z][A-Z_]+\\b");

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
          docs.filter(page -> page.toString().endsWith(".md")),
          Stream.of(ROOT.resolve("README.md"), ROOT.resolve("deploy/README.md")))
          .filter(page -> !commands(page).isEmpty())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showCommandsThatThereAre(Path page) {
    assertThat(commands(page))
        .allSatisfy(command -> assertThat(problems(command)).as(command).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psbt frobnicate a.psbt",
        "psbt",
        "psbt nonce --keys alice.key a.psbt",
        "psbt nonce a.psbt --key",
        "psbt update a.psbt",
        "join --all",
        "address 'tr(a b)' c",
        "bench --signers many"
      })
  void noticesWhatIsNone(String command) {
    assertThat(problems(command)).isNotEmpty();
  }

  @Test
  void readsAsAShellDoes() {
    assertThat(words("a 'b  c'\"d\" e=f#g > file 2 # rest"))
        .containsExactly("a", "b  cd", "e=f#g", "2");
    assertThat(words("a --b \\ | c")).containsExactly("a", "--b", "\\");
    assertThat(words("a < b & c")).containsExactly("a");
  }

  private static List<String> commands(Path page) {
    try {
      List<String> commands = new ArrayList<>();
      boolean fenced = false;
      for (String line : Files.readString(page).replaceAll("\\\\\n\\s*", "").lines().toList()) {
        fenced ^= line.startsWith("```");
        Matcher typed = TYPED.matcher(line.strip());
        if ((fenced || line.startsWith("    ")) && typed.matches()) {
          commands.add(typed.group(1));
        }
      }
      return commands;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> problems(String command) {
    CommandLine line = Commands.line(new Terminal(System.out, System.err, Map.of()));
    collectErrors(line);
    List<String> words = words(command);
    CommandLine.ParseResult parsed =
        line.parseArgs(words.stream().filter(word -> !word.equals("...")).toArray(String[]::new));
    List<String> problems = new ArrayList<>();
    for (CommandLine.ParseResult at = parsed; at != null; at = at.subcommand()) {
      at.errors().stream()
          .filter(error -> !isShortened(error, words))
          .forEach(error -> problems.add(error.getMessage()));
      if (!at.hasSubcommand() && at.commandSpec().userObject() instanceof CommandGroup) {
        problems.add("no command");
      }
    }
    return problems;
  }

  /** What is shortened is no key or id any more, and not found where one is expected. */
  private static boolean isShortened(Exception error, List<String> words) {
    return error instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream().allMatch(DocumentedCommandsTest::isShortened)
        : (error instanceof MissingParameterException
                || error.getClass() == ParameterException.class)
            && words.stream().anyMatch(DocumentedCommandsTest::isShortened);
  }

  private static boolean isShortened(String word) {
    return SHORTENED.matcher(word).find();
  }

  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(DocumentedCommandsTest::collectErrors);
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      if (word.group(1) != null) {
        words.add(word.group(1).replaceAll("['\"]", ""));
      } else if (word.group(2) == null) {
        break; // another command, or a remark
      }
    }
    return words;
  }
}
