package tutti.musig2;

import fr.acinq.secp256k1.Secp256k1;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tutti.musig2.internal.Libsecp256k1;

/** The binding, with a note of every array that goes through it, and with lies if wanted. */
final class WatchedBinding {
  /** One call, with the arrays themselves and not copies of them. */
  record Call(String method, List<byte[]> arguments, Object result) {
    boolean isAbout(String... methods) {
      return List.of(methods).contains(method);
    }
  }

  final List<Call> calls = new ArrayList<>();
  private final BiFunction<String, Object, Object> lie;

  WatchedBinding(BiFunction<String, Object, Object> lie) {
    this.lie = lie;
  }

  static WatchedBinding honest() {
    return new WatchedBinding((method, result) -> result);
  }

  Libsecp256k1 library() {
    return new Libsecp256k1(
        (Secp256k1)
            Proxy.newProxyInstance(
                Secp256k1.class.getClassLoader(),
                new Class<?>[] {Secp256k1.class},
                (proxy, method, arguments) -> call(method, arguments)));
  }

  SeededEngine engine() {
    return new LibsecpEngine(library(), (SeededEngine) Engines.bouncyCastle());
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      Object result = lie.apply(method.getName(), method.invoke(Secp256k1.get(), arguments));
      List<byte[]> arrays = new ArrayList<>();
      for (Object argument : arguments) {
        if (argument instanceof byte[] array) {
          arrays.add(array);
        }
      }
      calls.add(new Call(method.getName(), arrays, result));
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
