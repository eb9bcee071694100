/** What all processes of a run share: time, chance, network, and what goes wrong. */
@NullMarked
package tutti.simulation.world;

import org.jspecify.annotations.NullMarked;
