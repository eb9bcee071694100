package tutti.runtime.audit;

import java.io.IOException;

/** Where the lines of an audit log go. Used by one thread. */
interface AuditStore extends AutoCloseable {
  /** The last record that is there. */
  AuditRecord.Head head();

  /** How many bytes of a last record were found that a process had not finished, and cut off. */
  int torn();

  /** Writes whole lines, to the disk itself; or none of them, and says why. */
  void append(byte[] lines, AuditRecord.Head head) throws IOException;

  @Override
  void close() throws IOException;
}
