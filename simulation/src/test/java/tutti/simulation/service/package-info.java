/** The real services, on simulated machines. */
@NullMarked
package tutti.simulation.service;

import org.jspecify.annotations.NullMarked;
