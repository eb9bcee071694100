package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.BOB;
import static tutti.agent.session.Peers.ENGINE;
import static tutti.agent.session.Peers.hash;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.KeySort;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.Taproot;
import tutti.protocol.request.KeyOrder;

class SharedOutputTest {
  private final List<PublicKey> keys = List.of(BOB.publicKey(), ALICE.publicKey());
  private final List<PublicKey> sorted = KeySort.sort(keys);

  @Test
  void leadsToTheKeyThatASessionWithItsTweaksSignsFor() {
    for (SharedOutput output :
        List.of(
            SharedOutput.of(keys),
            SharedOutput.of(keys).derived(0, 7),
            SharedOutput.of(keys).withScripts(hash("root")),
            SharedOutput.of(keys).derived(3).withScripts(hash("root")))) {
      var context = ENGINE.aggregateKeys(sorted, output.item(hash("m")).tweakList());

      assertThat(context.xOnlyPublicKey()).isEqualTo(output.outputKey());
      assertThat(output.scriptPubKey()).isEqualTo(Taproot.scriptPubKey(output.outputKey()));
      assertThat(output.address(Network.MAINNET)).startsWith("bc1p");
    }
  }

  @Test
  void isTheSameInWhateverOrderTheKeysAreGiven() {
    assertThat(SharedOutput.of(keys).outputKey())
        .isEqualTo(SharedOutput.of(sorted).outputKey())
        .isEqualTo(SharedOutput.of(sorted, KeyOrder.GIVEN).outputKey());
  }

  @Test
  void differsInAnotherOrderWhereTheOrderIsGiven() {
    List<PublicKey> reversed = List.of(sorted.get(1), sorted.get(0));

    assertThat(SharedOutput.of(reversed, KeyOrder.GIVEN).outputKey())
        .isNotEqualTo(SharedOutput.of(sorted, KeyOrder.GIVEN).outputKey());
  }

  @Test
  void refusesHardenedStepsAndWrongRoots() {
    SharedOutput output = SharedOutput.of(keys);

    assertThatThrownBy(() -> output.derived(-1).outputKey())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> output.withScripts(Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
