package tutti.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Counted as skipped where no PostgreSQL server can be started. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "tutti.store.DatabaseServer#isAvailable",
    disabledReason = "there is no PostgreSQL server here")
public @interface NeedsDatabase {}
