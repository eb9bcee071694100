/**
 * Documents that outlive the loss of all members, in PostgreSQL. The only place that knows JDBC.
 */
@NullMarked
package tutti.store;

import org.jspecify.annotations.NullMarked;
