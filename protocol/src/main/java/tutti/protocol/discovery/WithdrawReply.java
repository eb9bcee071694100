package tutti.protocol.discovery;

import tutti.musig2.PublicKey;

/** {@code withdrawn}: an advertisement was there and is gone; false if none was there. */
public record WithdrawReply(PublicKey publicKey, boolean withdrawn) {}
