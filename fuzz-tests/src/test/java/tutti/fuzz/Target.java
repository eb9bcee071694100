package tutti.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is fuzzed: something that reads bytes of others, with properties that hold for all bytes.
 */
enum Target {
  HEX(HexFuzzer.class) {
    @Override
    void check(byte[] input) {
      HexFuzzer.fuzzerTestOneInput(input);
    }
  },
  CONTRIBUTIONS(ContributionFuzzer.class) {
    @Override
    void check(byte[] input) {
      ContributionFuzzer.fuzzerTestOneInput(input);
    }
  },
  CANONICAL_JSON(CanonicalJsonFuzzer.class) {
    @Override
    void check(byte[] input) {
      CanonicalJsonFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return Messages.examples();
    }
  },
  MESSAGES(MessageFuzzer.class) {
    @Override
    void check(byte[] input) {
      MessageFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return Messages.namedExamples();
    }
  },
  FRAMES(FrameFuzzer.class) {
    @Override
    void check(byte[] input) {
      FrameFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return FrameFuzzer.seeds();
    }
  },
  PSBT(PsbtFuzzer.class) {
    @Override
    void check(byte[] input) {
      PsbtFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return PsbtFuzzer.seeds();
    }
  },
  DESCRIPTORS(DescriptorFuzzer.class) {
    @Override
    void check(byte[] input) {
      DescriptorFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return DescriptorFuzzer.seeds();
    }
  },
  LOTUS(LotusFuzzer.class) {
    @Override
    void check(byte[] input) {
      LotusFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return LotusFuzzer.seeds();
    }
  },
  CHRONIK(ChronikFuzzer.class) {
    @Override
    void check(byte[] input) {
      ChronikFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return ChronikFuzzer.seeds();
    }
  },
  BRIDGE(BridgeFuzzer.class) {
    @Override
    void check(byte[] input) {
      BridgeFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return BridgeFuzzer.seeds();
    }
  },
  REST(RestFuzzer.class) {
    @Override
    void check(byte[] input) {
      RestFuzzer.fuzzerTestOneInput(input);
    }

    @Override
    List<byte[]> seeds() {
      return RestFuzzer.seeds();
    }
  };

  private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");

  /**
   * What needs nothing but itself; a gateway takes longer to start than it is fuzzed in a build.
   */
  private static final List<Target> QUICK =
      List.of(
          HEX, CONTRIBUTIONS, CANONICAL_JSON, MESSAGES, FRAMES, PSBT, DESCRIPTORS, LOTUS, CHRONIK);

  private final Class<?> fuzzer;

  Target(Class<?> fuzzer) {
    this.fuzzer = fuzzer;
  }

  /** The targets that the property names, or those that are quick. */
  static List<Target> chosen() {
    String names = System.getProperty("fuzz.targets", "");
    return names.isBlank()
        ? QUICK
        : Arrays.stream(names.split(",", -1)).map(Target::named).toList();
  }

  private static Target named(String name) {
    return valueOf(name.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The class with the method that Jazzer calls. */
  Class<?> fuzzer() {
    return fuzzer;
  }

  /** Throws if a property does not hold for the input. */
  abstract void check(byte[] input);

  /** Inputs that need not be committed, because they are elsewhere in the sources. */
  List<byte[]> seeds() {
    return List.of();
  }

  /** The committed inputs: what fuzzing has found interesting, and whatever once was a failure. */
  Path corpus() {
    return CORPUS.resolve(toString());
  }

  /** Loads the classes: with Jazzer's instrumentation, that takes longer than any input. */
  void warmUp() {
    try {
      for (Path file : corpusFiles()) {
        check(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    seeds().forEach(this::check);
  }

  List<Path> corpusFiles() {
    try (Stream<Path> files = Files.list(corpus())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
