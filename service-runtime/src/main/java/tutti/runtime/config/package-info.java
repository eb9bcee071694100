/** The one table of settings, and where their values come from. */
@NullMarked
package tutti.runtime.config;

import org.jspecify.annotations.NullMarked;
