package tutti.protocol.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.NullValueProvider;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.ValueInstantiators;
import com.fasterxml.jackson.databind.deser.std.StdValueInstantiator;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.AccessPattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Makes the records' nullness their shape on the wire: a component is there unless it is marked
 * {@link Nullable}, and what is not there is left out. So there is one way to say nothing.
 */
final class PresenceModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  PresenceModule() {
    super("tutti-presence");
    setDeserializerModifier(new ExactEnums());
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.appendAnnotationIntrospector(new PresenceIntrospector());
    context.addValueInstantiators(new RefusingNull());
  }

  private static final class RefusingNull extends ValueInstantiators.Base {
    @Override
    public ValueInstantiator findValueInstantiator(
        DeserializationConfig config, BeanDescription type, ValueInstantiator usual) {
      return type.getBeanClass().isRecord() && usual instanceof StdValueInstantiator standard
          ? new RecordInstantiator(standard)
          : usual;
    }
  }

  private static final class RecordInstantiator extends StdValueInstantiator {
    private static final long serialVersionUID = 1L;

    RecordInstantiator(StdValueInstantiator standard) {
      super(standard);
    }

    @Override
    public SettableBeanProperty @Nullable [] getFromObjectArguments(DeserializationConfig config) {
      SettableBeanProperty[] arguments = super.getFromObjectArguments(config);
      return arguments == null
          ? null
          : Arrays.stream(arguments)
              .map(argument -> argument.withNullProvider(ExplicitNull.REFUSED))
              .toArray(SettableBeanProperty[]::new);
    }
  }

  private enum ExplicitNull implements NullValueProvider {
    REFUSED;

    @Override
    public Object getNullValue(DeserializationContext context) {
      throw Refusal.of(ErrorCode.MALFORMED, "must be left out, not null");
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }

    @Override
    public AccessPattern getNullAccessPattern() {
      return AccessPattern.DYNAMIC;
    }
  }
}
