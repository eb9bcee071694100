/** REST: the routes of the OpenAPI document, and what answers them. */
@NullMarked
package tutti.gateway.rest;

import org.jspecify.annotations.NullMarked;
