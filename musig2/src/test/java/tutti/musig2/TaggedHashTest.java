package tutti.musig2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaggedHashTest {
  private static final Bytes ABC = Bytes.of("abc".getBytes(UTF_8));

  @Test
  void computesSha256() {
    assertThat(TaggedHash.sha256(ABC).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void hashesTheTagTwiceBeforeTheParts() {
    assertThat(TaggedHash.of("tutti/test", ABC, ABC))
        .isEqualTo(byDefinition("tutti/test", ABC, ABC));
    assertThat(TaggedHash.of("tutti/test")).isEqualTo(byDefinition("tutti/test"));
  }

  @Test
  void staysRightForMoreTagsThanItKeeps() {
    for (int i = 0; i < 600; i++) {
      String tag = "tutti/test/" + i % 300;
      assertThat(TaggedHash.of(tag, ABC)).isEqualTo(byDefinition(tag, ABC));
    }
  }

  @Test
  void servesManyThreads() {
    Bytes expected = byDefinition("tutti/threads", ABC);

    assertThat(
            IntStream.range(0, 10_000)
                .parallel()
                .mapToObj(i -> TaggedHash.of("tutti/threads", ABC))
                .distinct())
        .containsExactly(expected);
  }

  private static Bytes byDefinition(String tag, Bytes... parts) {
    Bytes tagHash = TaggedHash.sha256(Bytes.of(tag.getBytes(UTF_8)));
    return TaggedHash.sha256(tagHash, tagHash, Bytes.concat(parts));
  }
}
