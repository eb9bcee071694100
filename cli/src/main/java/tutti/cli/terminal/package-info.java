/** What a command reads from and writes to its user. */
@NullMarked
package tutti.cli.terminal;

import org.jspecify.annotations.NullMarked;
