package tutti.gateway.domain;

/** Somebody does it. */
public record Claim(long since) {}
