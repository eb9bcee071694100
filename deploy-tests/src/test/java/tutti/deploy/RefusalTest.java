package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are refused, by whom and in which words. */
class RefusalTest {
  /** In the schema's own words, so that a template that stumbles over a value is no refusal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sesion: {replicas: 3}|'': additional properties 'sesion'",
        "session: {replica: 3}|'/session': additional properties 'replica'",
        "session: {replicas: 0}|'/session/replicas': minimum",
        "session: {replicas: three}|'/session/replicas': got string",
        "session: {replicas: null}|'/session': missing property 'replicas'",
        "session: {autoscaling: {enabled: true}}|'/session': additional properties 'autoscaling'",
        "session: {podDisruptionBudget: {maxUnavailable: 50%}}"
            + "|'/session/podDisruptionBudget/maxUnavailable': got string",
        "crypto: {autoscaling: {maxReplica: 3}}|'/crypto/autoscaling': additional properties",
        "crypto: {autoscaling: null}|'/crypto': missing property 'autoscaling'",
        "crypto: {autoscaling: {targetInFlight: many}}|targetInFlight': got string",
        "request: {autoscaling: {targetInFlight: 0}}|targetInFlight': minimum",
        "crypto: {resources: {limits: {memory: null}}}|missing property 'memory'",
        "crypto: {resources: {requests: {cpu: a lot}}}|'/crypto/resources/requests/cpu': 'a lot'",
        "request: {podLabels: {app.kubernetes.io/component: crypto}}|invalid propertyName",
        "request: {extraEnv: [{value: x}]}|'/request/extraEnv/0': missing property 'name'",
        "request: {podDisruptionBudget: {maxUnavailable: many}}|'many' does not match",
        "gateway: {replicas: 0}|'/gateway/replicas': minimum",
        "gateway: {replica: 1}|'/gateway': additional properties 'replica'",
        "gateway: {autoscaling: {targetInFlight: 50}}"
            + "|'/gateway/autoscaling': additional properties 'targetInFlight'",
        "gateway: {ingress: null}|'/gateway': missing property 'ingress'",
        "gateway: {tls: null}|'/gateway': missing property 'tls'",
        "gateway: {service: {type: External}}|'/gateway/service/type': value must be one of",
        "gateway: {service: {externalTrafficPolicy: All}}|/externalTrafficPolicy': value must be",
        "gateway: {origins: [tutti.example]}|'/gateway/origins/0': 'tutti.example' does not match",
        "gateway: {ingress: {enabled: true}}|'/gateway/ingress/host': minLength",
        "gateway: {ingress: {host: Bad Host}}|'/gateway/ingress/host': 'Bad Host' does not match",
        "image: {tag: 'a b'}|'/image/tag': 'a b' does not match",
        "image: {digest: latest}|'/image/digest': 'latest' does not match",
        "nameOverride: 1 x|'/nameOverride': '1 x' does not match",
        "fullnameOverride: My Tutti|'/fullnameOverride': 'My Tutti' does not match",
        "runAsUser: 0|'/runAsUser': minimum",
        "cluster: {backups: 7}|'/cluster/backups': maximum",
        "cluster: {discovery: api}|'/cluster/discovery': value must be one of",
        "cluster: {name: null}|'/cluster': missing property 'name'",
        "cluster: {sendTimeout: 0s}|'/cluster/sendTimeout': '0s' does not match",
        "settings: {phase-timout: 5m}|'/settings': additional properties 'phase-timout'",
        "settings: {phase-timeout: 5x}|'/settings/phase-timeout': '5x' does not match",
        "settings: {phase-timeout: null}|'/settings/phase-timeout': got null",
        "crypto: {settings: {crypto-threads: all}}|/crypto-threads': 'all' does not match",
        "settings: {database-password: secret}|additional properties 'database-password'",
        "settings: {cluster-port: 6000}|additional properties 'cluster-port'",
        "database: {url: 'jdbc:postgresql:tutti', existingSecret: db}|'/database/url': 'jdbc",
        "auditLog: {enabled: true, volume: {hostPath: {path: /x}}}|'/auditLog/volume': additional",
        "auditLog: {volume: {emptyDir: {}, csi: {driver: x}}}|'/auditLog/volume': maxProperties",
        "auditLog: {fileBytes: 10}|'/auditLog/fileBytes': minimum",
        "settings: {audit-log: /tmp/audit.jsonl}|additional properties 'audit-log'",
        "monitoring: {serviceMonitor: {interval: often}}|'often' does not match",
        "monitoring: {prometheusRules: {enabled: true}}|properties 'prometheusRules'",
        "settings: {otlp-endpoint: 'http://me@a'}|/otlp-endpoint': 'http://me@a' does not match",
        "stop: {leaveSeconds: 0}|'/stop/leaveSeconds': minimum",
        "stop: null|'': missing property 'stop'",
        "serviceAccount: null|'': missing property 'serviceAccount'",
      })
  void isRefusedByTheSchema(String values, String words) {
    assertThatThrownBy(() -> Chart.rendered(values))
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining("at ")
        .hasMessageContaining(words);
  }

  /** Numbers that fit only each other; messages that a schema would put worse. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster: {size: 7}|needs 4 data members to write anything, but there are 3",
        "session: {replicas: 2}|nothing is written while 1 of 2 data members are away",
        "{cluster: {size: 5}, session: {replicas: 3}}|raise session.replicas to 4",
        "session: {podDisruptionBudget: {maxUnavailable: 2}}|while 2 of 3 data members are away",
        "{cluster: {size: 3}, session: {replicas: 4}}|both halves of 4 data members",
        "cluster: {backups: 3}|cluster.backups 3 needs more than 3",
        "crypto: {autoscaling: {enabled: true, minReplicas: 5, maxReplicas: 2}}|minReplicas 5",
        "request: {extraEnv: [{name: TUTTI_CLUSTER_NAME, value: x}]}"
            + "|request.extraEnv may not set TUTTI_CLUSTER_NAME",
        "gateway: {extraEnv: [{name: JDK_JAVA_OPTIONS, value: x}]}|may not set JDK_JAVA_OPTIONS",
        "gateway: {origins: ['https://tutti.example:99999']}|names no port",
        "gateway: {ingress: {enabled: true, host: a.example}}|needs networkPolicy.gatewayFrom",
        "{networkPolicy: {enabled: false, gatewayFrom: [{podSelector: {}}]},"
            + " gateway: {ingress: {enabled: true, host: a.example}}}|needs networkPolicy",
        "auditLog: {enabled: true}|needs auditLog.volume",
        "monitoring: {serviceMonitor: {enabled: true}}|needs networkPolicy.managementFrom",
        "database: {url: 'jdbc:postgresql://db/tutti'}|needs database.existingSecret",
        "database: {url: 'jdbc:postgresql://db:65536/tutti', existingSecret: db}|65536 is no port",
        "database: {url: 'jdbc:postgresql://db/tutti?sslrootcert=/x', existingSecret: db,"
            + " caSecret: ca}|leave one away",
      })
  void isRefusedSinceItDoesNotFit(String values, String words) {
    assertThatThrownBy(() -> Chart.rendered(values))
        .hasMessageContaining("execution error")
        .hasMessageContaining(words);
  }

  /** It would be in the StatefulSet for everyone to read, and in the terminal besides. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:s3cret@db/tutti",
        "jdbc:postgresql://db/tutti?Password=s3cret",
        "postgres://me:s3cret@db/tutti",
      })
  void isRefusedAndNotShown(String url) {
    String values = "database: {url: '%s', existingSecret: db}".formatted(url);

    assertThatThrownBy(() -> Chart.rendered(values))
        .hasMessageContaining("may name no user and no password")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{cluster: {size: 5}, session: {replicas: 4}}",
        "session: {replicas: 1}",
        "{monitoring: {serviceMonitor: {enabled: true}}, networkPolicy: {enabled: false}}",
        "session: {podDisruptionBudget: {enabled: false, maxUnavailable: 3}}",
        "session: {topologySpreadConstraints: null}",
        "auditLog: {enabled: false, volume: {emptyDir: {}}}",
        "cluster: {size: null, sendTimeout: 1500ms}",
        "gateway: {origins: ['https://tutti.example:65535', 'http://[::1]:8080']}",
        "{gateway: {ingress: {enabled: true, host: a.example},"
            + " settings: {http-proxy-header: none}}}",
        "database: {url: 'jdbc:postgresql://[::1]:5433,b/tutti?a=b', existingSecret: db}",
      })
  void isNotRefused(String values) {
    assertThatCode(() -> Chart.rendered(values)).doesNotThrowAnyException();
  }
}
