package tutti.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private static final Origins LOCAL =
      Origins.of("http", "127.0.0.1", 8080, List.of(), Set.of("https://shop.example"));

  @Test
  void goesByItsAddressAndOnItsOwnMachineByLocalhost() {
    assertThat(LOCAL.own())
        .containsExactlyInAnyOrder("http://127.0.0.1:8080", "http://localhost:8080");
    assertThat(Origins.of("https", "192.0.2.1", 443, List.of(), Set.of()).own())
        .containsExactly("https://192.0.2.1");
    assertThat(Origins.of("http", "::1", 80, List.of(), Set.of()).own())
        .containsExactlyInAnyOrder("http://[::1]", "http://localhost");
  }

  @Test
  void goesByTheNamesThatItIsGiven() {
    Origins origins = Origins.of("http", "0.0.0.0", 80, List.of("https://tutti.example"), Set.of());

    assertThat(origins.own()).containsExactly("https://tutti.example");
    assertThat(origins.isHost("Tutti.Example")).isTrue();
    assertThat(origins.isHost("evil.example")).isFalse();
  }

  @Test
  void hasToBeNamedWhereItListensEverywhere() {
    assertThatThrownBy(() -> Origins.of("http", "0.0.0.0", 80, List.of(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http-origins");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tutti.example",
        "https://tutti.example/",
        "https://tutti.example/path",
        "https://user@tutti.example",
        "ftp://tutti.example",
        "https://*.example",
        "https://TUTTI.example",
        "null",
        "*"
      })
  void takesNothingForAnOriginThatIsNone(String text) {
    assertThatThrownBy(() -> Origins.of("http", "127.0.0.1", 80, List.of(text), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no origin");
  }

  @Test
  void letsInItsOwnPagesAndThoseOfListedSites() {
    assertThat(LOCAL.allows("http://localhost:8080")).isTrue();
    assertThat(LOCAL.allows("https://shop.example")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8081",
        "https://localhost:8080",
        "http://shop.example",
        "https://shop.example.evil.example",
        "null",
        ""
      })
  void letsInNoOtherPages(String origin) {
    assertThat(LOCAL.allows(origin)).isFalse();
  }

  @Test
  void aListedSiteIsNoNameOfItsOwn() {
    assertThat(LOCAL.isHost("shop.example")).isFalse();
  }
}
