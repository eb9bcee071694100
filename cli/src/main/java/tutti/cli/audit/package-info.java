/** Commands about audit logs. */
@NullMarked
package tutti.cli.audit;

import org.jspecify.annotations.NullMarked;
