/** One class per command. */
@NullMarked
package tutti.cli.command;

import org.jspecify.annotations.NullMarked;
