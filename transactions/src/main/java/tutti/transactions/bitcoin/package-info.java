/**
 * Bitcoin's own data: transactions, signature hashes, scripts, extended keys. The only package that
 * knows bitcoin-kmp.
 */
@NullMarked
package tutti.transactions.bitcoin;

import org.jspecify.annotations.NullMarked;
