package tutti.discovery.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerSort;

/** What a search means: which signers it finds at a time, in which order, from where on. */
public final class SignerSearch {
  private static final int DEFAULT_PAGE = 50;

  private final SignerQuery query;
  private final long now;
  private final @Nullable Set<PublicKey> keys;
  private final @Nullable Cursor after;

  /** Refuses a query whose cursor belongs to another one. */
  public SignerSearch(SignerQuery query, long now) {
    this.query = query;
    this.now = now;
    this.keys = query.publicKeys() == null ? null : Set.copyOf(query.publicKeys());
    this.after = query.after() == null ? null : Cursor.of(query.after(), sort(query));
  }

  /** What its result is sorted by. */
  public SignerSort sort() {
    return sort(query);
  }

  /** How many entries a page has. */
  public static int pageSize(SignerQuery query, int most) {
    return Math.min(query.limit() == null ? DEFAULT_PAGE : query.limit(), most);
  }

  /** Whether the search finds this signer, on this page or a later one. */
  public boolean finds(SignerDocument signer) {
    Listing listing = signer.listing();
    return listing != null
        && listing.advertisement().expiresAt() > now
        && (keys == null || keys.contains(signer.signer()))
        && fits(listing.advertisement())
        && (query.minCompleted() == null || signer.record().completed() >= query.minCompleted())
        && isAfterCursor(signer);
  }

  /** The order of the result; no two signers have the same place. */
  public static Comparator<SignerDocument> order(SignerSort sort) {
    return Comparator.<SignerDocument>comparingLong(signer -> rank(signer, sort))
        .thenComparing(SignerDocument::signer);
  }

  /** The page with these signers, in order; one more than fit tells that there is a next page. */
  public static SignerPage page(SignerQuery query, List<SignerDocument> found, int size) {
    List<SignerDocument> shown = found.subList(0, Math.min(size, found.size()));
    return new SignerPage(
        shown.stream().map(SignerSearch::listing).toList(),
        found.size() > size ? cursor(shown.get(size - 1), sort(query)).text() : null);
  }

  public static SignerSort sort(SignerQuery query) {
    return query.sort() == null ? SignerSort.FEE : query.sort();
  }

  /** The number that a sort goes by, ascending. */
  static long rank(SignerDocument signer, SignerSort sort) {
    Advertisement advertisement = advertised(signer).advertisement();
    return switch (sort) {
      case FEE -> advertisement.feeOrZero();
      case COMPLETED -> -signer.record().completed();
      case EXPIRY -> -advertisement.expiresAt();
      case KEY -> 0;
    };
  }

  private boolean fits(Advertisement advertisement) {
    return fitsType(advertisement)
        && fitsAmount(advertisement)
        && (query.maxFee() == null || advertisement.feeOrZero() <= query.maxFee());
  }

  private boolean fitsType(Advertisement advertisement) {
    List<String> wanted = query.transactionTypes();
    return wanted == null || wanted.stream().anyMatch(advertisement.transactionTypes()::contains);
  }

  private boolean fitsAmount(Advertisement advertisement) {
    Long amount = query.amount();
    Long min = advertisement.minAmount();
    Long max = advertisement.maxAmount();
    return amount == null || ((min == null || min <= amount) && (max == null || amount <= max));
  }

  private boolean isAfterCursor(SignerDocument signer) {
    if (after == null) {
      return true;
    }
    int place = Long.compare(rank(signer, after.sort()), after.rank());
    return place > 0 || (place == 0 && signer.signer().hex().compareTo(after.key()) > 0);
  }

  private static Cursor cursor(SignerDocument signer, SignerSort sort) {
    return new Cursor(sort, rank(signer, sort), signer.signer().hex());
  }

  private static SignerListing listing(SignerDocument signer) {
    return new SignerListing(advertised(signer).envelope(), signer.record());
  }

  private static Listing advertised(SignerDocument signer) {
    Listing listing = signer.listing();
    if (listing == null) {
      throw new IllegalStateException("a signer without advertisement is not found");
    }
    return listing;
  }
}
