/** Faults built in to see that they are found. */
@NullMarked
package tutti.simulation.mutation;

import org.jspecify.annotations.NullMarked;
