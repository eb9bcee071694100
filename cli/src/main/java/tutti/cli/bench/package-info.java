/** How many sessions, how fast, at what cost. */
@NullMarked
package tutti.cli.bench;

import org.jspecify.annotations.NullMarked;
