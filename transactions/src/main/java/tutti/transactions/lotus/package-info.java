/**
 * Transactions of the Lotus chain: their bytes and identity, what signs their inputs, and what they
 * look like signed. There are no PSBTs on Lotus, so a transaction travels with the outputs that it
 * spends.
 */
@NullMarked
package tutti.transactions.lotus;

import org.jspecify.annotations.NullMarked;
