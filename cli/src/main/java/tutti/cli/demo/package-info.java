/** A whole signing in one process, told as it happens. */
@NullMarked
package tutti.cli.demo;

import org.jspecify.annotations.NullMarked;
