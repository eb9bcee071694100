package tutti.runtime.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Service of Kubernetes whose pods are the members: {@code kubernetes://NAMESPACE/SERVICE} in
 * place of their hosts. The API of Kubernetes knows them, ready or not, without the delay of names.
 */
public record KubernetesService(String namespace, String name) {
  private static final String SCHEME = "kubernetes:";
  private static final Pattern FORM =
      Pattern.compile("kubernetes://([-a-z0-9]{1,63})/([-a-z0-9]{1,63})");

  /** Empty where these are hosts. */
  public static Optional<KubernetesService> of(List<String> members) {
    if (members.stream().noneMatch(member -> member.startsWith(SCHEME))) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(members.get(0));
    if (members.size() > 1 || !form.matches()) {
      throw new IllegalArgumentException(
          "%s is not kubernetes://NAMESPACE/SERVICE alone".formatted(String.join(",", members)));
    }
    return Optional.of(new KubernetesService(form.group(1), form.group(2)));
  }
}
