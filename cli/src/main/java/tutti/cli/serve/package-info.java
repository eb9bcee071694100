/** Services as a process of the cluster. */
@NullMarked
package tutti.cli.serve;

import org.jspecify.annotations.NullMarked;
