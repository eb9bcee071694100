package tutti.cli;

/** Entry point of {@code ./tutti}. */
public final class Main {
  private Main() {}

  /** Prints how to use the command line. */
  public static void main(String[] arguments) {
    System.out.println("usage: tutti <command> [options]");
  }
}
