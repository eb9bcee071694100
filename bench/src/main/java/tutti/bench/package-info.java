/**
 * Benchmarks: every operation of the engines beside the raw binding to libsecp256k1, in CPU time.
 */
@NullMarked
package tutti.bench;

import org.jspecify.annotations.NullMarked;
