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
  automountServiceAccountToken: false
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
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile:
      type: RuntimeDefault
  topologySpreadConstraints:
    {{- if kindIs "invalid" $values.topologySpreadConstraints }}
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: ScheduleAnyway
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
        - {name: cluster, containerPort: 5701}
        - {name: event-bus, containerPort: 15701}
        - {name: management, containerPort: 9001}
        {{- if eq $service "gateway" }}
        - {name: http, containerPort: 8080}
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
        failureThreshold: 1
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
{{- $full := include "tutti.fullname" $root -}}
- {name: TUTTI_CONFIG_FILE, value: /etc/tutti/settings/tutti.yaml}
- name: TUTTI_CLUSTER_HOST
  valueFrom:
    fieldRef: {fieldPath: status.podIP}
- {name: TUTTI_CLUSTER_NAME, value: {{ $root.Values.cluster.name | quote }}}
- {name: TUTTI_CLUSTER_PORT, value: "5701"}
- {name: TUTTI_CLUSTER_MEMBERS, value: "{{ $full }}-cluster.{{ $root.Release.Namespace }}.svc:5701"}
- {name: TUTTI_CLUSTER_SIZE, value: {{ include "tutti.clusterSize" $root | quote }}}
- {name: TUTTI_BACKUPS, value: {{ $root.Values.cluster.backups | quote }}}
- {name: TUTTI_ROLE, value: {{ ternary "data" "lite" (eq $service "session") }}}
- {name: TUTTI_EVENT_BUS_PORT, value: "15701"}
- {name: TUTTI_MANAGEMENT_HOST, value: 0.0.0.0}
- {name: TUTTI_MANAGEMENT_PORT, value: "9001"}
- {name: TUTTI_NOTICE_TIME, value: "{{ include "tutti.noticeSeconds" . }}s"}
- {name: TUTTI_DRAIN_TIME, value: "{{ $root.Values.stop.drainSeconds }}s"}
- {name: TUTTI_SEND_TIMEOUT, value: "{{ $root.Values.stop.sendSeconds }}s"}
- {name: TUTTI_LEAVE_TIMEOUT, value: "{{ $root.Values.stop.leaveSeconds }}s"}
{{- if eq $service "gateway" }}
- {name: TUTTI_HTTP_HOST, value: 0.0.0.0}
- {name: TUTTI_HTTP_PORT, value: "8080"}
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
- {name: TUTTI_DATABASE_URL, value: {{ $root.Values.database.url | quote }}}
- name: TUTTI_DATABASE_USER
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.database.existingSecret }}, key: {{ $root.Values.database.userKey }}}
- name: TUTTI_DATABASE_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.database.existingSecret }}, key: {{ $root.Values.database.passwordKey }}}
{{- end }}
{{- with $values.jvmOptions }}
- {name: JDK_JAVA_OPTIONS, value: {{ . | quote }}}
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
{{- $origins = concat $origins (list (printf "%s://127.0.0.1:8080" $scheme) (printf "%s://localhost:8080" $scheme)) -}}
{{- if $gateway.ingress.enabled -}}
{{- $origins = append $origins (printf "%s://%s" (ternary "https" "http" (ne $gateway.ingress.tlsSecret "")) $gateway.ingress.host) -}}
{{- end -}}
{{- concat $origins $gateway.origins | join "," -}}
{{- end -}}

{{/* The file of settings: those of all processes, and those of the service, which win. */}}
{{- define "tutti.settings" -}}
{{- $root := index . 0 -}}
{{- $values := index $root.Values (index . 1) -}}
{{- merge (dict) $values.settings $root.Values.settings | toYaml -}}
{{- end -}}
