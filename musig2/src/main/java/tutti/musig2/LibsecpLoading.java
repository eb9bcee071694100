package tutti.musig2;

import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.Libsecp256k1;

/** What came of loading libsecp256k1: an engine, or the reason why there is none. */
record LibsecpLoading(@Nullable SeededEngine loaded, @Nullable Throwable failure) {
  static LibsecpLoading load(SeededEngine portable) {
    try {
      return new LibsecpLoading(new LibsecpEngine(Libsecp256k1.load(), portable), null);
    } catch (Throwable failure) { // class, platform, file system, flags: all kinds of errors
      return new LibsecpLoading(null, failure);
    }
  }

  SeededEngine engine() {
    if (loaded == null) {
      throw new EngineUnavailableException("libsecp256k1 does not work here: " + failure, failure);
    }
    return loaded;
  }
}
