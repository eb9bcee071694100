package tutti.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.webhook.WebhookSecret;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Addresses, subjects, scopes, tokens, targets: the small rules. */
class AccessRulesTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:0:ff::1, 20010db8000000ff/64",
    "2001:0db8:0000:00ff:aaaa::2, 20010db8000000ff/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "unknown, unknown",
    "not:an:address:at:all, not:an:address:at:all",
    "dead:beef, dead:beef",
    ".:1, .:1"
  })
  void countsAnIpv6NetworkAsOneParty(String host, String address) {
    assertThat(ClientAddress.of(host).text()).isEqualTo(address);
  }

  @Test
  void keepsNoMoreOfAnAddressThanThereCanBe() {
    assertThat(ClientAddress.of("x".repeat(1_000)).text()).hasSize(64);
    assertThat(ClientAddress.of(":".repeat(1_000)).text()).hasSize(64);
  }

  @Test
  void anOperatorMayNameAKeyAnAddressOrAnEntryOfTheList() {
    String key = "02" + "a".repeat(64);

    assertThat(Subject.parse(key)).isEqualTo("key:" + key);
    assertThat(Subject.parse("192.0.2.7")).isEqualTo("address:192.0.2.7");
    assertThat(Subject.parse("address:192.0.2.7")).isEqualTo("address:192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({
    "read:bans, read:bans, true",
    "read:*, read:bans, true",
    "*:*, write:api-keys, true",
    "*:bans, write:bans, true",
    "read:bans, write:bans, false",
    "read:bans, read:members, false",
    "write:*, read:bans, false"
  })
  void aScopeCoversWhatItSays(String given, String needed, boolean covers) {
    assertThat(Scope.parse(given).covers(Scope.parse(needed))).isEqualTo(covers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "read", "read:", ":bans", "READ:bans", "read:bans:x", "erase:bans"})
  void refusesWhatIsNoScope(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }

  @Test
  void anApiKeyIsGoodForItsScopesUntilItExpires() {
    ApiKey key = new ApiKey("id", "name", List.of("read:bans", "read:members"), 0, 100L);

    assertThat(key.allows(Scope.parse("read:members"))).isTrue();
    assertThat(key.allows(Scope.parse("write:bans"))).isFalse();
    assertThat(key.isValid(99)).isTrue();
    assertThat(key.isValid(100)).isFalse();
    assertThat(new ApiKey("id", "name", List.of(), 0, null).isValid(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void aTokenIsKnownByItsHashAndSaysNothingOfItself() {
    BearerToken token = BearerToken.of("tutti_", new byte[32]);

    assertThat(BearerToken.ofHeader("bearer " + token.reveal()).orElseThrow().id())
        .isEqualTo(token.id());
    assertThat(token.id()).hasSize(64).doesNotContain(token.reveal());
    assertThat(token).hasToString("BearerToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Basic dXNlcjpwYXNz", "tutti_x"})
  void findsNoTokenWhereThereIsNone(String header) {
    assertThat(BearerToken.ofHeader(header)).isEmpty();
  }

  @Test
  void looksAtNoHeaderThatIsFarTooLong() {
    assertThat(BearerToken.ofHeader("Bearer " + "x".repeat(1_000))).isEmpty();
  }

  @Test
  void holdsAgainstAKeyOnlyWhatItHasSigned() {
    assertThat(Offences.isOfTheSender(ErrorCode.INVALID_SIGNATURE)).isTrue();
    assertThat(Offences.isOfTheSigner(ErrorCode.INVALID_SIGNATURE)).isFalse();
    assertThat(Offences.isOfTheSender(ErrorCode.INVALID_KEY)).isTrue();
    assertThat(Offences.isOfTheSigner(ErrorCode.INVALID_KEY)).isFalse();
    assertThat(Offences.isOfTheSigner(ErrorCode.INVALID_NONCE)).isTrue();
    assertThat(Offences.isOfTheSigner(ErrorCode.EQUIVOCATION)).as("its session says so").isFalse();
    assertThat(Offences.isOfTheCulprit(ErrorCode.EQUIVOCATION)).isTrue();
    assertThat(Offences.isOfTheCulprit(ErrorCode.TIMEOUT)).isFalse();
    assertThat(Offences.isOfTheSender(ErrorCode.WRONG_PHASE)).isFalse();
    assertThat(Offences.isOfTheSigner(ErrorCode.TIMEOUT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "fe80::1",
        "fd00::1",
        "224.0.0.1",
        "100.64.0.1",
        "::ffff:127.0.0.1",
        "0.1.2.3",
        "240.0.0.1",
        "255.255.255.255",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "::7f00:1"
      })
  void sendsNoWebhookIntoPrivateNetworks(String address) throws UnknownHostException {
    assertThat(WebhookTarget.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.215.14", "100.128.0.1", "2606:4700::1111"})
  void sendsWebhooksToPublicAddresses(String address) throws UnknownHostException {
    assertThat(WebhookTarget.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a.example", "ftp://a.example", "https://u@a.example", "https://", "x y"})
  void sendsWebhooksByHttpsOnly(String url) {
    assertThatThrownBy(() -> WebhookTarget.parse(url, false)).isInstanceOf(Refusal.class);
  }

  @Test
  void sendsWebhooksAnywhereWhereThatIsAllowed() {
    assertThat(WebhookTarget.parse("http://127.0.0.1:1/x", true).getPort()).isEqualTo(1);
    assertThat(WebhookTarget.parse("https://a.example/x", false).getHost()).isEqualTo("a.example");
  }

  @Test
  void aWebhookWantsWhatItNames() {
    Webhook some = new Webhook("1", "x", List.of("request.*", "signer.expired"), "key", 0);

    assertThat(some.wants("request.created")).isTrue();
    assertThat(some.wants("signer.expired")).isTrue();
    assertThat(some.wants("signer.advertised")).isFalse();
    assertThat(new Webhook("1", "x", List.of("*"), "key", 0).wants("anything")).isTrue();
  }

  /** The example of Standard Webhooks, but for the secret, which is ours. */
  @Test
  void signsAsStandardWebhooksHasIt() {
    BearerToken operator = BearerToken.ofText("operator");
    WebhookSecret secret = WebhookSecret.of(operator, "hook");

    assertThat(secret.sign("id", 1, "{}"))
        .startsWith("v1,")
        .isEqualTo(WebhookSecret.of(operator, "hook").sign("id", 1, "{}"))
        .isNotEqualTo(WebhookSecret.of(operator, "other").sign("id", 1, "{}"))
        .isNotEqualTo(secret.sign("id", 2, "{}"))
        .isNotEqualTo(secret.sign("id", 1, "{ }"));
    assertThat(secret.reveal()).startsWith("whsec_");
    assertThat(secret).hasToString("WebhookSecret");
  }

  @Test
  void triesAgainAfterLongerAndLongerPausesUntilItIsEnough() {
    long before = 0;
    for (int failures = 0; failures < 5; failures++) {
      long pause = RetryPauses.after(failures).orElseThrow();
      assertThat(pause).isGreaterThan(before);
      before = pause;
    }
    assertThat(RetryPauses.after(5)).isEmpty();
  }

  @Test
  void aLargeMessageCostsMore() {
    assertThat(Rate.cost(0)).isEqualTo(1);
    assertThat(Rate.cost(16_383)).isEqualTo(1);
    assertThat(Rate.cost(163_840)).isEqualTo(11);
    assertThat(Rate.perSecond(5).burst()).isEqualTo(20);
  }

  @Test
  void remembersTheLastEventsOnce() {
    RecentEvents<String> recent = new RecentEvents<>(3);
    for (String id : List.of("a", "b", "c", "b", "d")) {
      recent.add(id, id.toUpperCase(java.util.Locale.ROOT));
    }

    assertThat(recent.all()).containsExactly("B", "C", "D");
    assertThat(recent.after("b")).hasValue(List.of("C", "D"));
    assertThat(recent.after("d")).hasValue(List.of());
    assertThat(recent.after("a")).isEmpty();
    assertThat(recent.add("d", "D")).isFalse();
  }
}
