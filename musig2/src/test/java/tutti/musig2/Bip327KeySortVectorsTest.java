package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Bip327KeySortVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/key_sort_vectors.json");

  @Test
  void sortsKeysAsPublished() {
    List<PublicKey> sorted = KeySort.sort(keys("pubkeys"));

    assertThat(sorted).isEqualTo(keys("sorted_pubkeys"));
  }

  private static List<PublicKey> keys(String field) {
    List<PublicKey> keys = new ArrayList<>();
    for (JsonNode key : VECTORS.root().get(field)) {
      keys.add(PublicKey.fromHex(key.asText()));
    }
    return keys;
  }
}
