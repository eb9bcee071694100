package tutti.gateway.bridge;

/** The other end of a connection, whatever carries its frames. */
interface Peer {
  void write(String frame);

  /** Whether it reads more slowly than it is written to. */
  boolean isFull();

  /** Takes no more frames from it for a while. */
  void pause(long millis);

  void close(String reason);
}
