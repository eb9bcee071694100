package tutti.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/**
 * The operations. JMH's own score is the mean of all contenders and says nothing; {@link CpuTime}
 * tells them apart.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CryptoBenchmark {
  /** For operations of one signer, whose cost does not follow the number of signers. */
  public static class Pair extends Rotation {
    @Override
    int signers() {
      return 2;
    }
  }

  /** For sums over points. */
  public static class Group extends Rotation {
    @Param({"2", "10", "100"})
    public int signers;

    @Override
    int signers() {
      return signers;
    }
  }

  /** For what is cheap, or made of other rows. */
  public static class Extremes extends Rotation {
    @Param({"2", "100"})
    public int signers;

    @Override
    int signers() {
      return signers;
    }
  }

  @Benchmark
  public Object signSchnorr(Pair pair) {
    return pair.contender().signSchnorr();
  }

  @Benchmark
  public boolean verifySchnorr(Pair pair) {
    return pair.contender().verifySchnorr();
  }

  @Benchmark
  public Object aggregateKeys(Group group) {
    return group.contender().aggregateKeys();
  }

  @Benchmark
  public Object generateNonce(Pair pair) {
    return pair.contender().generateNonce();
  }

  @Benchmark
  public Object aggregateNonces(Group group) {
    return group.contender().aggregateNonces();
  }

  @Benchmark
  public Object startSession(Pair pair) {
    return pair.contender().startSession();
  }

  @Benchmark
  public Object signPartially(Pair pair) {
    return pair.contender().signPartially();
  }

  @Benchmark
  public boolean verifyPartial(Pair pair) {
    return pair.contender().verifyPartial();
  }

  @Benchmark
  public Object aggregatePartials(Extremes extremes) {
    return extremes.contender().aggregatePartials();
  }

  @Benchmark
  public Object signAsOneOfTwo(Pair pair) {
    return pair.contender().signAsOneOfTwo();
  }

  @Benchmark
  public boolean coordinate(Extremes extremes) {
    return extremes.contender().coordinate();
  }
}
