package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCommandTest {
  /** The group whose wallets of Bitcoin Core were funded at this address. */
  private static final String DESCRIPTOR =
      "tr(musig([935af39e/87h/1h/0h]tpubDCxQpFBWwT4kLcqFwmr8pheifBmJPZsJBkZdtF93hgLrb9gzt9fGUxFSR9hJj"
          + "r1ZhQip1jcnG2mH3EeRR9aECtv3QiwdhEuuyohUdaL8GHq,[0ea24894/87h/1h/0h]tpubDDHRVQUbYbnWz9DLHT"
          + "baFmT66wJZEMGTTK2cproAcFBgFvJL928kmniYFRus72eZ9ub1vdJLw9KDgAKUEYbDrpcaDKuUCX8cyw5hEujvHSZ"
          + ")/<0;1>/*)";

  @Test
  void showsWhatTheGroupFunds() {
    Run run = Run.of("address", DESCRIPTOR, "--network", "regtest", "--count", "3", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("branches").asInt()).isEqualTo(2);
    assertThat(run.json().get("outputs")).hasSize(3);
    assertThat(run.json().at("/outputs/0/address").asText()).startsWith("bcrt1p");
    assertThat(run.json().at("/outputs/0/groups/0/participants")).hasSize(2);
    assertThat(run.out()).contains("3504229c"); // the output key of the recorded spend, at 0/1
  }

  @Test
  void showsTheSameToPeople() {
    Run run = Run.of("address", DESCRIPTOR, "--network", "regtest", "--index", "1");

    assertThat(run.out()).startsWith("bcrt1p").contains("script 51203504229c").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--branch=2",
        "--branch=-1",
        "--count=0",
        "--count=1001",
        "--index=2147483648",
        "--network=moon",
      })
  void refusesWhatTheDescriptorDoesNotHave(String option) {
    String network = option.startsWith("--network") ? option : "--network=regtest";

    Run run = Run.of("address", DESCRIPTOR, network, option.equals(network) ? "--json" : option);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: MALFORMED");
  }

  @Test
  void refusesToWriteAddressesOfAnotherNetwork() {
    assertThat(Run.of("address", DESCRIPTOR).err()).contains("not for MAINNET");
  }

  @Test
  void refusesAnotherKindOfDescriptor() {
    assertThat(Run.of("address", DESCRIPTOR.replaceFirst("tr", "wsh")).err())
        .contains("musig() is allowed in no other");
  }
}
