{{/* The pod of one service: (list . "session") */}}
{{- define "tutti.pod" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $values := index $root.Values $service -}}
metadata:
  labels:
    {{- include "tutti.componentLabels" . | nindent 4 }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/settings: {{ include "tutti.settings" . | sha256sum }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "tutti.serviceAccount" $root }}
  automountServiceAccountToken: {{ eq $root.Values.cluster.discovery "kubernetes" }}
  # Variables of Services would begin with TUTTI_, too, and be taken for settings.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ include "tutti.graceSeconds" . }}
  {{- with $values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    {{- with $root.Values.runAsUser }}
    runAsUser: {{ . }}
    runAsGroup: {{ . }}
    fsGroup: {{ . }}
    {{- end }}
    seccompProfile:
      type: RuntimeDefault
  topologySpreadConstraints:
    {{- if kindIs "invalid" $values.topologySpreadConstraints }}
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      {{- if and (eq $service "session") (eq $key "kubernetes.io/hostname") }}
      # Two on one node would go together: more than may fail at once.
      whenUnsatisfiable: DoNotSchedule
      minDomains: {{ $values.replicas }}
      {{- else }}
      whenUnsatisfiable: ScheduleAnyway
      {{- end }}
      labelSelector:
        matchLabels:
          {{- include "tutti.selector" (list $root $service) | nindent 10 }}
    {{- end }}
    {{- else }}
    {{- toYaml $values.topologySpreadConstraints | nindent 4 }}
    {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ $service }}
      image: {{ include "tutti.image" $root | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      args: [serve, {{ $service }}]
      env:
        {{- include "tutti.env" . | nindent 8 }}
      ports:
        {{- range $port := list "cluster" "event-bus" "management" }}
        - {name: {{ $port }}, containerPort: {{ include "tutti.port" $port }}}
        {{- end }}
        {{- if eq $service "gateway" }}
        - {name: http, containerPort: {{ include "tutti.port" "http" }}}
        {{- end }}
      # All three are answered without asking the cluster.
      startupProbe:
        httpGet: {path: /livez, port: management}
        periodSeconds: 1
        failureThreshold: 60
      livenessProbe:
        httpGet: {path: /livez, port: management}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /readyz, port: management}
        periodSeconds: 2
        timeoutSeconds: 2
        # One slow answer is none yet. A pod that stops is taken out without being asked.
        failureThreshold: 3
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: settings, mountPath: /etc/tutti/settings, readOnly: true}
        {{- if $root.Values.auditLog.enabled }}
        - {name: audit-log, mountPath: /var/log/tutti}
        {{- end }}
        {{- if and $root.Values.database.caSecret (eq $service "session") }}
        - {name: database-ca, mountPath: /etc/tutti/database-ca, readOnly: true}
        {{- end }}
        {{- if eq $service "gateway" }}
        {{- if $values.tls.existingSecret }}
        - {name: tls, mountPath: /etc/tutti/tls, readOnly: true}
        {{- end }}
        {{- if $values.operatorKey.existingSecret }}
        - {name: operator-key, mountPath: /etc/tutti/operator-key, readOnly: true}
        {{- end }}
        {{- end }}
  volumes:
    # libsecp256k1 is unpacked there.
    - name: tmp
      emptyDir: {sizeLimit: 64Mi}
    - name: settings
      configMap:
        name: {{ include "tutti.fullname" $root }}-{{ $service }}
    {{- if $root.Values.auditLog.enabled }}
    - name: audit-log
      {{- toYaml $root.Values.auditLog.volume | nindent 6 }}
    {{- end }}
    {{- if and $root.Values.database.caSecret (eq $service "session") }}
    - name: database-ca
      secret:
        secretName: {{ $root.Values.database.caSecret }}
        defaultMode: 0440
        items:
          - {key: ca.crt, path: ca.crt}
    {{- end }}
    {{- if eq $service "gateway" }}
    {{- if $values.tls.existingSecret }}
    - name: tls
      secret:
        secretName: {{ $values.tls.existingSecret }}
        defaultMode: 0440
    {{- end }}
    {{- if $values.operatorKey.existingSecret }}
    - name: operator-key
      secret:
        secretName: {{ $values.operatorKey.existingSecret }}
        defaultMode: 0440
        items:
          - {key: {{ $values.operatorKey.key }}, path: operator-key}
    {{- end }}
    {{- end }}
{{- end -}}

{{/* What the chart knows and nobody else; it wins over the file. */}}
{{- define "tutti.env" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $values := index $root.Values $service -}}
- {name: TUTTI_CONFIG_FILE, value: /etc/tutti/settings/tutti.yaml}
- name: TUTTI_CLUSTER_HOST
  valueFrom:
    fieldRef: {fieldPath: status.podIP}
- {name: TUTTI_CLUSTER_NAME, value: {{ include "tutti.clusterName" $root | quote }}}
- {name: TUTTI_CLUSTER_PORT, value: {{ include "tutti.port" "cluster" | quote }}}
- {name: TUTTI_CLUSTER_MEMBERS, value: {{ include "tutti.members" $root | quote }}}
- {name: TUTTI_CLUSTER_SIZE, value: {{ include "tutti.clusterSize" $root | quote }}}
- {name: TUTTI_BACKUPS, value: {{ $root.Values.cluster.backups | quote }}}
- {name: TUTTI_ROLE, value: {{ ternary "data" "lite" (eq $service "session") }}}
- {name: TUTTI_EVENT_BUS_PORT, value: {{ include "tutti.port" "event-bus" | quote }}}
- {name: TUTTI_MANAGEMENT_HOST, value: 0.0.0.0}
- {name: TUTTI_MANAGEMENT_PORT, value: {{ include "tutti.port" "management" | quote }}}
- {name: TUTTI_NOTICE_TIME, value: "{{ include "tutti.noticeSeconds" . }}s"}
- {name: TUTTI_DRAIN_TIME, value: "{{ $root.Values.stop.drainSeconds }}s"}
- {name: TUTTI_SEND_TIMEOUT, value: {{ $root.Values.cluster.sendTimeout | quote }}}
- {name: TUTTI_LEAVE_TIMEOUT, value: "{{ $root.Values.stop.leaveSeconds }}s"}
{{- with $root.Values.auditLog }}
{{- if .enabled }}
- name: POD_NAME
  valueFrom:
    fieldRef: {fieldPath: metadata.name}
- {name: TUTTI_AUDIT_LOG, value: /var/log/tutti/$(POD_NAME).jsonl}
- {name: TUTTI_AUDIT_LOG_BYTES, value: {{ int64 .fileBytes | quote }}}
- {name: TUTTI_AUDIT_LOG_FILES, value: {{ int64 .files | quote }}}
{{- end }}
{{- end }}
{{- if eq $service "gateway" }}
- {name: TUTTI_HTTP_HOST, value: 0.0.0.0}
- {name: TUTTI_HTTP_PORT, value: {{ include "tutti.port" "http" | quote }}}
- {name: TUTTI_HTTP_ORIGINS, value: {{ include "tutti.origins" $root | quote }}}
{{- if $values.tls.existingSecret }}
- {name: TUTTI_HTTP_TLS_CERTIFICATE_FILE, value: /etc/tutti/tls/tls.crt}
- {name: TUTTI_HTTP_TLS_KEY_FILE, value: /etc/tutti/tls/tls.key}
{{- if $values.tls.clientCa }}
- {name: TUTTI_HTTP_TLS_CLIENT_CA_FILE, value: /etc/tutti/tls/ca.crt}
{{- end }}
{{- end }}
{{- if $values.operatorKey.existingSecret }}
- {name: TUTTI_GATEWAY_OPERATOR_KEY_FILE, value: /etc/tutti/operator-key/operator-key}
{{- end }}
{{- end }}
{{- if and $root.Values.database.url (eq $service "session") }}
- {name: TUTTI_DATABASE_URL, value: {{ include "tutti.databaseUrl" $root | quote }}}
- name: TUTTI_DATABASE_USER
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.database.existingSecret }}, key: {{ $root.Values.database.userKey }}}
- name: TUTTI_DATABASE_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.database.existingSecret }}, key: {{ $root.Values.database.passwordKey }}}
{{- end }}
{{- $processors := include "tutti.processors" . }}
{{- with compact (list (ternary "" (printf "-XX:ActiveProcessorCount=%s" $processors) (empty $processors)) $values.jvmOptions) }}
- {name: JDK_JAVA_OPTIONS, value: {{ join " " . | quote }}}
{{- end }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Who the gateway is to its clients; it refuses what is meant for somebody else. */}}
{{- define "tutti.origins" -}}
{{- $gateway := .Values.gateway -}}
{{- $scheme := ternary "https" "http" (ne $gateway.tls.existingSecret "") -}}
{{- $usual := ternary 443 80 (eq $scheme "https") -}}
{{- $port := ternary "" (printf ":%d" (int $gateway.service.port)) (eq (int $gateway.service.port) $usual) -}}
{{- $service := printf "%s-gateway" (include "tutti.fullname" .) -}}
{{- $origins := list -}}
{{- range $name := list $service (printf "%s.%s" $service .Release.Namespace) (printf "%s.%s.svc" $service .Release.Namespace) (printf "%s.%s.svc.cluster.local" $service .Release.Namespace) -}}
{{- $origins = append $origins (printf "%s://%s%s" $scheme $name $port) -}}
{{- end -}}
{{- range $name := list "127.0.0.1" "localhost" -}}
{{- $origins = append $origins (printf "%s://%s:%s" $scheme $name (include "tutti.port" "http")) -}}
{{- end -}}
{{- if $gateway.ingress.enabled -}}
{{- $origins = append $origins (printf "%s://%s" (ternary "https" "http" (ne $gateway.ingress.tlsSecret "")) $gateway.ingress.host) -}}
{{- end -}}
{{- concat $origins $gateway.origins | join "," -}}
{{- end -}}

{{/* The file of settings: those of all processes, and those of the service, which win. */}}
{{- define "tutti.settings" -}}
{{- $root := index . 0 -}}
{{- $values := index $root.Values (index . 1) -}}
{{- $known := dict -}}
{{- if and (eq (index . 1) "gateway") (include "tutti.trustsProxy" $root) -}}
{{- $known = dict "http-proxy-header" "x-forwarded" -}}
{{- end -}}
{{- /* Not merge: it takes 0 and false for absent. */ -}}
{{- mergeOverwrite $known (deepCopy $root.Values.settings) (deepCopy $values.settings) | toYaml -}}
{{- end -}}
