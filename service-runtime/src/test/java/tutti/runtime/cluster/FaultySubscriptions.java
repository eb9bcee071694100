package tutti.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.multimap.MultiMap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that at times fails to say, or to take, who serves what. */
final class FaultySubscriptions {
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  void failNextReads(int count) {
    reads.set(count);
  }

  void failNextWrites(int count) {
    writes.set(count);
  }

  HazelcastInstance around(HazelcastInstance store) {
    return (HazelcastInstance)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HazelcastInstance.class},
            (proxy, method, arguments) -> {
              Object result = passOn(store, method, arguments);
              return result instanceof MultiMap<?, ?> map ? around(map) : result;
            });
  }

  private Object around(MultiMap<?, ?> map) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {MultiMap.class},
        (proxy, method, arguments) -> {
          fail(method.getName().equals("get") ? reads : writesOf(method));
          return passOn(map, method, arguments);
        });
  }

  private AtomicInteger writesOf(Method method) {
    boolean writing = method.getName().startsWith("put");
    return writing ? writes : new AtomicInteger();
  }

  private static void fail(AtomicInteger left) {
    if (left.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
      throw new OperationTimeoutException("faulty");
    }
  }

  private static Object passOn(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
