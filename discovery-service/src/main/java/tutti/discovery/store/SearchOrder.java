package tutti.discovery.store;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerSearch;
import tutti.protocol.discovery.SignerSort;

/** The order of a search on its way to the members that hold the advertisements. */
record SearchOrder(SignerSort sort)
    implements Comparator<Map.Entry<String, SignerDocument>>, Serializable {

  @Override
  public int compare(
      Map.Entry<String, SignerDocument> left, Map.Entry<String, SignerDocument> right) {
    return SignerSearch.order(sort).compare(left.getValue(), right.getValue());
  }
}
