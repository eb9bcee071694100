/** Runs of the whole protocol, each decided by a seed. */
@NullMarked
package tutti.simulation;

import org.jspecify.annotations.NullMarked;
