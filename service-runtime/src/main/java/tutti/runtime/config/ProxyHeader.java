package tutti.runtime.config;

/** How a proxy in front of a gateway says on whose behalf it asks. */
public enum ProxyHeader {
  /** There is no proxy, or it does not say so. */
  NONE,
  /** RFC 7239. */
  FORWARDED,
  X_FORWARDED
}
