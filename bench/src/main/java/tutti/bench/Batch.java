package tutti.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one iteration cost the thread that ran it.
 *
 * @param contender whose turn it was
 * @param cpuNanos processor time; waiting and other threads, the garbage collector's too, are not
 *     in it
 * @param allocatedBytes what the garbage collector will have to do with
 */
record Batch(String contender, long cpuNanos, long allocatedBytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Of the calling thread so far. */
  static Batch start(String contender) {
    return new Batch(
        contender,
        THREADS.getCurrentThreadCpuTime(),
        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
  }

  /** Of the calling thread since then. */
  Batch stop() {
    Batch now = start(contender);
    return new Batch(contender, now.cpuNanos - cpuNanos, now.allocatedBytes - allocatedBytes);
  }
}
