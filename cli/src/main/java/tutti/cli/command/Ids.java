package tutti.cli.command;

import tutti.musig2.Bytes;

/** What an id is before the command line was read. */
final class Ids {
  static final Bytes NONE = Bytes.of(new byte[32]);

  private Ids() {}
}
