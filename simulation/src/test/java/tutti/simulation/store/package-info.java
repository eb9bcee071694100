/** The documents of a run, on members with owners and backups. */
@NullMarked
package tutti.simulation.store;

import org.jspecify.annotations.NullMarked;
