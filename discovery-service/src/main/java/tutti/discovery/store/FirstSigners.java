package tutti.discovery.store;

import com.hazelcast.aggregation.Aggregator;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerSearch;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.json.Wire;
import tutti.runtime.state.Kept;

/**
 * Keeps the first so many signers of a search, in its order. Each member picks its own first ones,
 * so that only they travel, and nobody sorts all that were found.
 */
final class FirstSigners implements Aggregator<Map.Entry<String, Kept>, List<SignerDocument>> {
  private static final long serialVersionUID = 1L;

  private final SignerSort sort;
  private final int size;
  private transient Comparator<SignerDocument> order;
  private transient PriorityQueue<SignerDocument> lastFirst;

  FirstSigners(SignerSort sort, int size) {
    this.sort = sort;
    this.size = size;
    this.order = SignerSearch.order(sort);
    this.lastFirst = new PriorityQueue<>(order.reversed());
  }

  @Override
  public void accumulate(Map.Entry<String, Kept> entry) {
    entry.getValue().document(SignerDocument.class).ifPresent(this::add);
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public void combine(Aggregator other) {
    ((FirstSigners) other).lastFirst.forEach(this::add);
  }

  @Override
  public List<SignerDocument> aggregate() {
    return lastFirst.stream().sorted(order).toList();
  }

  private void add(SignerDocument signer) {
    SignerDocument last = lastFirst.peek();
    if (last == null || lastFirst.size() < size) {
      lastFirst.add(signer);
    } else if (order.compare(signer, last) < 0) {
      lastFirst.poll();
      lastFirst.add(signer);
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    List<byte[]> documents = new ArrayList<>();
    lastFirst.forEach(signer -> documents.add(Wire.write(signer)));
    out.writeInt(documents.size());
    for (byte[] document : documents) {
      out.writeInt(document.length);
      out.write(document);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    order = SignerSearch.order(sort);
    lastFirst = new PriorityQueue<>(order.reversed());
    int documents = in.readInt();
    for (int i = 0; i < documents; i++) {
      byte[] document = new byte[in.readInt()];
      in.readFully(document);
      lastFirst.add(Wire.readLenient(document, SignerDocument.class));
    }
  }
}
