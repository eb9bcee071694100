package tutti.protocol.request;

/** Where a request stands. Only {@code OPEN} can change. */
public enum RequestState {
  OPEN,
  READY,
  DECLINED,
  CANCELLED,
  EXPIRED
}
