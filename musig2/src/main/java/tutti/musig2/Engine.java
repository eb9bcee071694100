package tutti.musig2;

/** Both halves of MuSig2, for a process that holds secrets. */
public interface Engine extends VerifyEngine, SignEngine {}
