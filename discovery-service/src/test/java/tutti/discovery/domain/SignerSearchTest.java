package tutti.discovery.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tutti.discovery.domain.Ads.HOUR;
import static tutti.discovery.domain.Ads.NOW;
import static tutti.discovery.domain.Ads.listed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerSort;

class SignerSearchTest {
  private static final SignerDocument CHEAP = listed(1, ad(List.of("spend"), null, 500L, 10L), 0);
  private static final SignerDocument FREE = listed(2, ad(List.of("swap"), 100L, null, null), 7);
  private static final SignerDocument DEAR =
      listed(3, ad(List.of("spend", "swap"), 100L, 500L, 90L), 3);
  private static final List<SignerDocument> ALL = List.of(CHEAP, FREE, DEAR);

  @Test
  void findsEveryoneWhenNothingIsAsked() {
    assertThat(find(SignerQuery.all())).containsExactly(2, 1, 3);
  }

  @Test
  void findsByAnyOfTheTransactionTypes() {
    assertThat(find(types("swap"))).containsExactly(2, 3);
    assertThat(find(types("spend", "swap"))).containsExactly(2, 1, 3);
    assertThat(find(types("lend"))).isEmpty();
  }

  @Test
  void findsByAmountWithinRangesThatMayBeOpen() {
    assertThat(find(amount(0))).containsExactly(1);
    assertThat(find(amount(99))).containsExactly(1);
    assertThat(find(amount(100))).containsExactly(2, 1, 3);
    assertThat(find(amount(500))).containsExactly(2, 1, 3);
    assertThat(find(amount(501))).containsExactly(2);
  }

  @Test
  void findsByTheHighestFeeWhereNothingSaidIsNothingAsked() {
    assertThat(find(new SignerQuery(null, null, 0L, null, null, null, null, null)))
        .containsExactly(2);
    assertThat(find(new SignerQuery(null, null, 10L, null, null, null, null, null)))
        .containsExactly(2, 1);
  }

  @Test
  void findsByKeyAndByRecord() {
    var keys = List.of(Ads.key(3), Ads.key(9));
    assertThat(find(new SignerQuery(null, null, null, keys, null, null, null, null)))
        .containsExactly(3);
    assertThat(find(new SignerQuery(null, null, null, null, 3L, null, null, null)))
        .containsExactly(2, 3);
  }

  @Test
  void requiresAllConditionsTogether() {
    var query = new SignerQuery(List.of("spend"), 100L, 90L, null, 1L, null, null, null);

    assertThat(find(query)).containsExactly(3);
  }

  @Test
  void neverFindsWhatHasExpiredOrWasWithdrawn() {
    var search = new SignerSearch(SignerQuery.all(), NOW + HOUR);
    assertThat(ALL).noneMatch(search::finds);

    var withdrawn =
        new SignerMachine().apply(CHEAP, Ads.withdraw(CHEAP.signer(), NOW + 1, null)).document();
    assertThat(new SignerSearch(SignerQuery.all(), NOW).finds(withdrawn)).isFalse();
  }

  @Test
  void sortsByWhatIsAskedAndThenByKey() {
    var short1 = listed(4, ad(List.of("spend"), null, null, 10L, NOW + 10), 3);
    var all = List.of(CHEAP, FREE, DEAR, short1);

    assertThat(find(all, sorted(SignerSort.FEE))).containsExactly(2, 1, 4, 3);
    assertThat(find(all, sorted(SignerSort.COMPLETED))).containsExactly(2, 3, 4, 1);
    assertThat(find(all, sorted(SignerSort.EXPIRY))).containsExactly(1, 2, 3, 4);
    assertThat(find(all, sorted(SignerSort.KEY))).containsExactly(1, 2, 3, 4);
  }

  @Test
  void limitsAPageToTheSmallerOfWhatIsAskedAndAllowed() {
    assertThat(SignerSearch.pageSize(SignerQuery.all(), 200)).isEqualTo(50);
    assertThat(SignerSearch.pageSize(paged(null, 500), 200)).isEqualTo(200);
    assertThat(SignerSearch.pageSize(paged(null, 5), 200)).isEqualTo(5);
  }

  @Test
  void refusesCursorsOfOtherSearchesAndOtherTexts() {
    String ofFee = page(ALL, paged(null, 1)).next();
    var byKey = new SignerQuery(null, null, null, null, null, SignerSort.KEY, 1, ofFee);

    assertCursorRefused(byKey);
    for (String text : List.of("", "zz", "!", encoded("fee/1"), encoded("fee/1/02ab"))) {
      assertCursorRefused(paged(text, 1));
    }
    assertCursorRefused(paged(encoded("fee/99999999999999999999/" + "0".repeat(66)), 1));
  }

  @Property(tries = 300)
  void showsEveryoneOnceInOrderOnPagesOfAnySize(
      @ForAll("signers") List<SignerDocument> signers,
      @ForAll SignerSort sort,
      @ForAll @IntRange(min = 1, max = 7) int size) {
    var whole = signers.stream().sorted(SignerSearch.order(sort)).toList();

    var found = new ArrayList<PublicKey>();
    String after = null;
    do {
      var query = new SignerQuery(null, null, null, null, null, sort, size, after);
      var page = page(signers, query);
      page.signers().forEach(listing -> found.add(listing.advertisement().signer()));
      after = page.next();
    } while (after != null);

    assertThat(found)
        .containsExactlyElementsOf(whole.stream().map(SignerDocument::signer).toList());
  }

  @Property(tries = 300)
  void keepsItsPlaceWhenOthersComeAndGo(
      @ForAll("signers") List<SignerDocument> signers,
      @ForAll("signers") List<SignerDocument> others,
      @ForAll @IntRange(min = 1, max = 7) int size) {
    var first = page(signers, paged(null, size));
    if (first.next() == null) {
      return;
    }

    // All of the first page has gone, and others have come.
    var shown = first.signers().stream().map(l -> l.advertisement().signer()).toList();
    var left = new ArrayList<>(signers);
    left.removeIf(signer -> shown.contains(signer.signer()));
    var changed = new ArrayList<>(left);
    changed.addAll(
        others.stream()
            .filter(o -> signers.stream().noneMatch(s -> s.signer().equals(o.signer())))
            .toList());
    var rest = new ArrayList<PublicKey>();
    for (String after = first.next(); after != null; ) {
      var page = page(changed, paged(after, size));
      page.signers().forEach(listing -> rest.add(listing.advertisement().signer()));
      after = page.next();
    }

    assertThat(rest).containsAll(left.stream().map(SignerDocument::signer).toList());
    assertThat(rest).doesNotHaveDuplicates().doesNotContainAnyElementsOf(shown);
  }

  @Provide
  Arbitrary<List<SignerDocument>> signers() {
    var numbers = Arbitraries.integers().between(1, 500);
    var fees = Arbitraries.longs().between(0, 3).injectNull(0.2);
    var completed = Arbitraries.longs().between(0, 3);
    var lives = Arbitraries.longs().between(1, 3);
    return Combinators.combine(numbers, fees, completed, lives)
        .as(
            (n, fee, done, life) ->
                listed(n, ad(List.of("spend"), null, null, fee, NOW + life), done))
        .list()
        .ofMaxSize(30)
        .uniqueElements(SignerDocument::signer);
  }

  private static void assertCursorRefused(SignerQuery query) {
    var refusal = catchThrowableOfType(Refusal.class, () -> new SignerSearch(query, NOW));
    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("after");
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<Integer> find(SignerQuery query) {
    return find(ALL, query);
  }

  private static List<Integer> find(List<SignerDocument> signers, SignerQuery query) {
    return page(signers, query).signers().stream()
        .map(listing -> listing.advertisement().signer())
        .map(
            key ->
                IntStream.range(0, 10).filter(i -> Ads.key(i).equals(key)).findFirst().orElse(-1))
        .toList();
  }

  /** What the store does, in short. */
  private static SignerPage page(List<SignerDocument> signers, SignerQuery query) {
    var search = new SignerSearch(query, NOW);
    var found =
        signers.stream()
            .filter(search::finds)
            .sorted(SignerSearch.order(SignerSearch.sort(query)))
            .toList();
    return SignerSearch.page(query, found, SignerSearch.pageSize(query, 200));
  }

  private static SignerQuery types(String... types) {
    return new SignerQuery(List.of(types), null, null, null, null, null, null, null);
  }

  private static SignerQuery amount(long amount) {
    return new SignerQuery(null, amount, null, null, null, null, null, null);
  }

  private static SignerQuery sorted(SignerSort sort) {
    return new SignerQuery(null, null, null, null, null, sort, null, null);
  }

  private static SignerQuery paged(String after, int limit) {
    return new SignerQuery(null, null, null, null, null, null, limit, after);
  }

  private static Advertisement ad(List<String> types, Long min, Long max, Long fee) {
    return ad(types, min, max, fee, NOW + HOUR);
  }

  private static Advertisement ad(
      List<String> types, Long min, Long max, Long fee, long expiresAt) {
    return new Advertisement(types, min, max, fee, expiresAt, null);
  }
}
