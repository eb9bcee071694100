/**
 * What a group signs when it signs a PSBT, derived from the PSBT alone, and what comes of it:
 * nonces, partial signatures, signatures, the transaction.
 */
@NullMarked
package tutti.transactions.signing;

import org.jspecify.annotations.NullMarked;
