/** What must be true in every run, whatever happens. */
@NullMarked
package tutti.simulation.check;

import org.jspecify.annotations.NullMarked;
