package tutti.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.example.Signer;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

class SessionTermsTest {
  private static final PublicKey ALICE = Signer.ALICE.publicKey();
  private static final PublicKey BOB = Signer.BOB.publicKey();
  private static final PublicKey CAROL = Signer.CAROL.publicKey();
  private static final RequestId ID = RequestId.fromHex("11".repeat(32));
  private static final Bytes MESSAGE = Bytes.fromHex("22".repeat(32));
  private static final ItemTweak PLAIN = new ItemTweak(Bytes.fromHex("33".repeat(32)), false);
  private static final ItemTweak X_ONLY = new ItemTweak(Bytes.fromHex("33".repeat(32)), true);
  private static final SigningItem TWEAKED = new SigningItem(MESSAGE, List.of(PLAIN));

  @Test
  void everyIngredientChangesTheSessionId() {
    List<SessionTerms> different =
        List.of(
            terms(ID, List.of(ALICE, BOB), List.of(TWEAKED), 1),
            terms(RequestId.fromHex("12".repeat(32)), List.of(ALICE, BOB), List.of(TWEAKED), 1),
            terms(ID, List.of(BOB, ALICE), List.of(TWEAKED), 1),
            terms(ID, List.of(ALICE, CAROL), List.of(TWEAKED), 1),
            terms(ID, List.of(ALICE, BOB, CAROL), List.of(TWEAKED), 1),
            terms(ID, List.of(ALICE, BOB), List.of(SigningItem.of(MESSAGE)), 1),
            terms(ID, List.of(ALICE, BOB), List.of(item(X_ONLY)), 1),
            terms(ID, List.of(ALICE, BOB), List.of(item(PLAIN, X_ONLY)), 1),
            terms(ID, List.of(ALICE, BOB), List.of(item(X_ONLY, PLAIN)), 1),
            terms(ID, List.of(ALICE, BOB), List.of(TWEAKED, TWEAKED), 1),
            terms(ID, List.of(ALICE, BOB), List.of(TWEAKED, SigningItem.of(MESSAGE)), 1),
            terms(ID, List.of(ALICE, BOB), List.of(SigningItem.of(MESSAGE), TWEAKED), 1),
            terms(ID, List.of(ALICE, BOB), List.of(TWEAKED), 2));

    Set<SessionId> ids = new HashSet<>();
    different.forEach(terms -> ids.add(terms.sessionId()));
    assertThat(ids).hasSameSizeAs(different);
  }

  @Test
  void theSessionIdIsTheTaggedHashOfItsIngredients() throws NoSuchAlgorithmException {
    SessionTerms terms = terms(ID, List.of(ALICE, BOB), List.of(TWEAKED), 3);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] tag = sha.digest("tutti/v1/session-id".getBytes(UTF_8));
    sha.update(tag);
    sha.update(tag);
    sha.update(ID.bytes().toArray());
    sha.update(number(2));
    sha.update(ALICE.bytes().toArray());
    sha.update(BOB.bytes().toArray());
    sha.update(number(1));
    sha.update(MESSAGE.toArray());
    sha.update(number(1));
    sha.update(PLAIN.tweak().toArray());
    sha.update((byte) 0);
    sha.update(number(3));

    assertThat(terms.sessionId().hex()).isEqualTo(HexFormat.of().formatHex(sha.digest()));
  }

  @Test
  void sortsTheKeysUnlessTheyAreToStayAsGiven() {
    List<PublicKey> given = List.of(CAROL, ALICE, BOB);

    assertThat(request(given, KeyOrder.GIVEN, null).orderedKeys()).isEqualTo(given);
    assertThat(request(given, KeyOrder.SORTED, null).orderedKeys()).isSorted();
    assertThat(request(given, null, null).orderedKeys()).isSorted();
  }

  @Test
  void electsByTheRequestsOptions() {
    RequestOptions last =
        new RequestOptions(null, null, null, null, ElectionMethod.LAST_SIGNER, null, null);
    RequestOptions creator =
        new RequestOptions(null, null, null, null, ElectionMethod.CREATOR, null, null);
    List<PublicKey> given = List.of(ALICE, BOB, CAROL);

    assertThat(election(request(given, KeyOrder.GIVEN, last)).priorityList())
        .containsExactly(2, 1, 0);
    assertThat(election(request(given, KeyOrder.GIVEN, creator)).priorityList()).containsExactly(0);
    assertThat(election(request(given, KeyOrder.GIVEN, null)).method())
        .isEqualTo(ElectionMethod.LEXICOGRAPHIC);
  }

  @Test
  void optionsHaveTheDefaultsTheyPromise() {
    RequestOptions defaults = RequestOptions.DEFAULTS;

    assertThat(defaults.nonceCommitmentsOrDefault()).isTrue();
    assertThat(defaults.broadcastOrDefault()).isTrue();
    assertThat(defaults.failoverOrDefault()).isTrue();
    assertThat(defaults.maxAttemptsOrDefault()).isEqualTo(3);
    RequestOptions off = new RequestOptions(false, 1L, false, 1L, null, false, 1);
    assertThat(off.nonceCommitmentsOrDefault()).isFalse();
    assertThat(off.broadcastOrDefault()).isFalse();
    assertThat(off.failoverOrDefault()).isFalse();
    assertThat(off.maxAttemptsOrDefault()).isEqualTo(1);
  }

  @Test
  void refusesAnAttemptBelowOne() {
    assertThatThrownBy(() -> terms(ID, List.of(ALICE), List.of(TWEAKED), 0))
        .isInstanceOf(Refusal.class);
  }

  private static Election election(SigningRequest request) {
    return new SessionTerms(ID, request, 1).election();
  }

  private static SessionTerms terms(
      RequestId id, List<PublicKey> keys, List<SigningItem> items, int attempt) {
    SigningRequest request =
        SigningRequest.by(ALICE, keys).keyOrder(KeyOrder.GIVEN).items(items).expiresAt(1).build();
    return new SessionTerms(id, request, attempt);
  }

  private static SigningRequest request(
      List<PublicKey> keys, @Nullable KeyOrder order, @Nullable RequestOptions options) {
    return SigningRequest.by(ALICE, keys)
        .keyOrder(order)
        .items(List.of(TWEAKED))
        .expiresAt(1)
        .options(options)
        .build();
  }

  private static SigningItem item(ItemTweak... tweaks) {
    return new SigningItem(MESSAGE, List.of(tweaks));
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
