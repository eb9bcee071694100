package tutti.protocol.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds which components of a record must be there, and which lists may have empty entries. */
final class PresenceIntrospector extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    return component(member).map(found -> !isNullable(found.getAnnotatedType())).orElse(null);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return component(annotated)
        .map(found -> JsonSetter.Value.forContentNulls(entries(found.getAnnotatedType())))
        .orElse(JsonSetter.Value.empty());
  }

  /** No entry is null unless the type says so, which no message of the contract does. */
  private static Nulls entries(AnnotatedType type) {
    boolean nullable =
        type instanceof AnnotatedParameterizedType generic
            && Arrays.stream(generic.getAnnotatedActualTypeArguments())
                .anyMatch(PresenceIntrospector::isNullable);
    return nullable ? Nulls.DEFAULT : Nulls.FAIL;
  }

  private static boolean isNullable(AnnotatedElement type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static Optional<RecordComponent> component(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)
        || !parameter.getDeclaringClass().isRecord()) {
      return Optional.empty();
    }
    RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
    boolean canonical = parameter.getOwner().getParameterCount() == components.length;
    return canonical ? Optional.of(components[parameter.getIndex()]) : Optional.empty();
  }
}
