/** Checks and aggregation of public data: pure, without bus, threads or state but a cache. */
@NullMarked
package tutti.crypto.domain;

import org.jspecify.annotations.NullMarked;
