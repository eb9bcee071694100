package tutti.chain.backend;

import tutti.transactions.bitcoin.Outpoint;

/** That a script has an output of an amount. */
public record UnspentClaim(Outpoint outpoint, long amount) {}
