package tutti.discovery;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tutti.discovery.domain.SignerCommand;
import tutti.discovery.domain.SignerMachine;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.json.Wire;

/**
 * How long a search takes among many advertisements; not part of the tests: {@code
 * -Dtest=SearchMeasurement} runs it and prints milliseconds.
 */
class SearchMeasurement {
  private static final int[] SIZES = {10_000, 50_000};
  private static final int RUNS = 100;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final String[] TYPES = {"spend", "swap", "coinjoin", "custody"};

  @RegisterExtension static final RunningService SERVICE = new RunningService(Map.of());

  @Test
  void findsAmongManyAdvertisements() {
    int listed = 0;
    for (int size : SIZES) {
      list(listed, size);
      listed = size;
      System.out.printf("%d advertisements%n", size);
      queries().forEach(SearchMeasurement::measure);
    }
  }

  private static Map<String, SignerQuery> queries() {
    var queries = new LinkedHashMap<String, SignerQuery>();
    queries.put("warm-up", query(null, null, null, null, null));
    queries.put("all, by fee, first page", query(null, null, null, null, null));
    queries.put(
        "all, by completed, first page", query(null, null, null, null, SignerSort.COMPLETED));
    queries.put("one type of four, by fee", query(List.of("swap"), null, null, null, null));
    queries.put(
        "type, amount, fee below 1 %",
        query(List.of("swap"), 5_000L, 100L, null, SignerSort.EXPIRY));
    queries.put("20 keys", query(null, null, null, keys(20), null));
    return queries;
  }

  private static void measure(String name, SignerQuery query) {
    long[] nanos = new long[RUNS];
    long cpu = PROCESS.getProcessCpuTime();
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      SERVICE.ask(DiscoveryApi.FIND, query);
      nanos[i] = System.nanoTime() - start;
    }
    cpu = PROCESS.getProcessCpuTime() - cpu;
    Arrays.sort(nanos);
    System.out.printf(
        "  %-32s p50 %6.1f ms  p99 %6.1f ms  CPU %6.1f ms%n",
        name, nanos[RUNS / 2] / 1e6, nanos[RUNS * 99 / 100] / 1e6, cpu / 1e6 / RUNS);
  }

  private static void list(int from, int to) {
    var signers = SERVICE.services().documents(new SignerMachine());
    var random = ThreadLocalRandom.current();
    for (int start = from; start < to; start += 1_000) {
      var batch = new ArrayList<Future<?>>();
      for (int i = start; i < Math.min(to, start + 1_000); i++) {
        batch.add(signers.apply(key(i).hex(), advertise(i, random.nextLong(10_000))));
      }
      RunningService.await(Future.all(batch));
    }
  }

  private static SignerCommand advertise(int number, long fee) {
    long now = SERVICE.now();
    var ad =
        new Advertisement(
            List.of(TYPES[number % TYPES.length]), 1_000L, 10_000L, fee, now + 3_600_000, null);
    var signature = new Signature(Bytes.of(new byte[64]));
    var envelope =
        new Envelope("discovery.advertise", key(number), 1, now, Wire.tree(ad), signature);
    return new SignerCommand.Advertise(now, envelope, ad, new SignerCommand.Rules(0, 0));
  }

  private static List<PublicKey> keys(int count) {
    return IntStream.range(0, count).mapToObj(SearchMeasurement::key).toList();
  }

  private static PublicKey key(int number) {
    byte[] bytes = ByteBuffer.allocate(33).put((byte) 2).putInt(29, number).array();
    return new PublicKey(Bytes.of(bytes));
  }

  private static SignerQuery query(
      List<String> types, Long amount, Long fee, List<PublicKey> keys, SignerSort sort) {
    return new SignerQuery(types, amount, fee, keys, null, sort, null, null);
  }
}
