/** Verification and aggregation of public data, on worker threads. */
@NullMarked
package tutti.crypto;

import org.jspecify.annotations.NullMarked;
