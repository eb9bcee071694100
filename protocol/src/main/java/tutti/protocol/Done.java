package tutti.protocol;

/** A reply that says only that it is done. */
public record Done(boolean done) {
  public static final Done DONE = new Done(true);
}
