{{/* All that is installed, one workload each. */}}
{{- define "tutti.services" -}}session request discovery crypto gateway{{- end -}}

{{/* Where processes listen: (include "tutti.port" "http"). */}}
{{- define "tutti.port" -}}
{{- get (dict "cluster" "5701" "event-bus" "15701" "http" "8080" "management" "9001") . -}}
{{- end -}}

{{- define "tutti.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "tutti.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "tutti.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "tutti.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tutti.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tutti.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "tutti.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* What all members of the cluster have in common: whoever has it may talk to the others. */}}
{{- define "tutti.memberLabels" -}}
app.kubernetes.io/name: {{ include "tutti.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: tutti
{{- end -}}

{{- define "tutti.labels" -}}
{{ include "tutti.memberLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Of one service: (list . "session") */}}
{{- define "tutti.selector" -}}
{{- $root := index . 0 -}}
{{ include "tutti.memberLabels" $root }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Two installations never take each other for members, not even where an address passes from one to the other. */}}
{{- define "tutti.clusterName" -}}
{{- default (printf "%s-%s" .Release.Name .Release.Namespace) .Values.cluster.name -}}
{{- end -}}

{{- define "tutti.componentLabels" -}}
{{ include "tutti.labels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Where members look for each other: the name of their Service, or its pods as the API knows them. */}}
{{- define "tutti.members" -}}
{{- $service := printf "%s-cluster" (include "tutti.fullname" .) -}}
{{- if eq .Values.cluster.discovery "kubernetes" -}}
{{- printf "kubernetes://%s/%s" .Release.Namespace $service -}}
{{- else -}}
{{- printf "%s.%s.svc:%s" $service .Release.Namespace (include "tutti.port" "cluster") -}}
{{- end -}}
{{- end -}}

{{/* Data members when all are there. */}}
{{- define "tutti.clusterSize" -}}
{{- if kindIs "invalid" .Values.cluster.size -}}
{{- .Values.session.replicas -}}
{{- else -}}
{{- .Values.cluster.size -}}
{{- end -}}
{{- end -}}

{{/* What no schema can say: values that have to fit together. */}}
{{- define "tutti.validate" -}}
{{- $size := int (include "tutti.clusterSize" .) -}}
{{- $quorum := 1 -}}
{{- if gt $size 1 -}}{{- $quorum = int (add (div $size 2) 1) -}}{{- end -}}
{{- $members := int .Values.session.replicas -}}
{{- $budget := .Values.session.podDisruptionBudget -}}
{{- /* An update of the StatefulSet takes one away, whatever the budget is. */ -}}
{{- $away := 1 -}}
{{- if $budget.enabled -}}{{- $away = max 1 (int $budget.maxUnavailable) -}}{{- end -}}
{{- if lt $members $quorum -}}
{{- fail (printf "cluster.size %d needs %d data members to write anything, but there are %d: raise session.replicas, or lower cluster.size" $size $quorum $members) -}}
{{- end -}}
{{- if and (gt $members 1) (lt (sub $members $away) $quorum) -}}
{{- fail (printf "with cluster.size %d nothing is written while %d of %d data members are away: raise session.replicas to %d, or lower cluster.size or session.podDisruptionBudget.maxUnavailable" $size $away $members (add $quorum $away)) -}}
{{- end -}}
{{- if and (gt $members 1) (le (mul 2 $quorum) $members) -}}
{{- fail (printf "with cluster.size %d both halves of %d data members would write when the network splits: raise cluster.size to %d" $size $members $members) -}}
{{- end -}}
{{- if and (gt $members 1) (ge (int .Values.cluster.backups) $members) -}}
{{- fail (printf "cluster.backups %d needs more than %d data members" (int .Values.cluster.backups) $members) -}}
{{- end -}}
{{- if and .Values.database.url (not .Values.database.existingSecret) -}}
{{- fail "database.url needs database.existingSecret: a Secret with the user's name and password" -}}
{{- end -}}
{{- if regexMatch "(?i)@|passw" .Values.database.url -}}
{{- fail "database.url may name no user and no password: database.existingSecret does" -}}
{{- end -}}
{{- if and .Values.database.caSecret (contains "sslrootcert=" .Values.database.url) -}}
{{- fail "database.caSecret and sslrootcert in database.url both say whom to trust: leave one away" -}}
{{- end -}}
{{- if and (include "tutti.trustsProxy" .) (not (and .Values.networkPolicy.enabled .Values.networkPolicy.gatewayFrom)) -}}
{{- fail "gateway.ingress needs networkPolicy.gatewayFrom, the pods of the controller: whoever goes around it could give any address for its own. Or say by gateway.settings.http-proxy-header what holds" -}}
{{- end -}}
{{- if and .Values.auditLog.enabled (not .Values.auditLog.volume) -}}
{{- fail "auditLog.enabled needs auditLog.volume: {persistentVolumeClaim: {claimName: ...}}, or {emptyDir: {}} for a log that is lost with its pod" -}}
{{- end -}}
{{- if and .Values.monitoring.serviceMonitor.enabled .Values.networkPolicy.enabled (not .Values.networkPolicy.managementFrom) -}}
{{- fail "monitoring.serviceMonitor needs networkPolicy.managementFrom, the pods of Prometheus: it would read nothing, and no alert would ever say so" -}}
{{- end -}}
{{- range $port := splitList " " (include "tutti.databasePorts" .) -}}
{{- if gt (int $port) 65535 -}}{{- fail (printf "database.url: %s is no port" $port) -}}{{- end -}}
{{- end -}}
{{- range $origin := .Values.gateway.origins -}}
{{- if gt (regexFind ":[0-9]+$" $origin | trimPrefix ":" | int) 65535 -}}{{- fail (printf "gateway.origins: %s names no port" $origin) -}}{{- end -}}
{{- end -}}
{{- range $service := splitList " " (include "tutti.services" .) -}}
{{- range $variable := (index $.Values $service).extraEnv -}}
{{- if or (hasPrefix "TUTTI_" $variable.name) (eq $variable.name "JDK_JAVA_OPTIONS") -}}
{{- fail (printf "%s.extraEnv may not set %s: settings are set by settings, flags of the JVM by jvmOptions" $service $variable.name) -}}
{{- end -}}
{{- end -}}
{{- with (index $.Values $service).autoscaling -}}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- fail (printf "%s.autoscaling: minReplicas %d is more than maxReplicas %d" $service (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Not empty if clients come through the Ingress, and no setting says otherwise. */}}
{{- define "tutti.trustsProxy" -}}
{{- if and .Values.gateway.ingress.enabled (not (hasKey .Values.settings "http-proxy-header")) (not (hasKey .Values.gateway.settings "http-proxy-header")) -}}yes{{- end -}}
{{- end -}}

{{/* The address of the database, with the certificates to trust: sslmode is the strictest unless it is said. */}}
{{- define "tutti.databaseUrl" -}}
{{- $url := .Values.database.url -}}
{{- if .Values.database.caSecret -}}
{{- $url = printf "%s%ssslrootcert=/etc/tutti/database-ca/ca.crt" $url (ternary "&" "?" (contains "?" $url)) -}}
{{- if not (contains "sslmode=" $url) -}}{{- $url = printf "%s&sslmode=verify-full" $url -}}{{- end -}}
{{- end -}}
{{- $url -}}
{{- end -}}

{{/* The ports of its hosts, each once. */}}
{{- define "tutti.databasePorts" -}}
{{- $ports := list -}}
{{- range $host := regexReplaceAll "^jdbc:postgresql://([^/]*)/.*$" .Values.database.url "${1}" | splitList "," -}}
{{- $ports = append $ports (regexFind ":[0-9]+$" $host | default ":5432" | trimPrefix ":") -}}
{{- end -}}
{{- $ports | uniq | join " " -}}
{{- end -}}

{{- define "tutti.noticeSeconds" -}}
{{- if eq (index . 1) "gateway" -}}{{- (index . 0).Values.stop.noticeSeconds -}}{{- else -}}0{{- end -}}
{{- end -}}

{{/* All steps of stopping one after the other, as tutti.runtime.cluster.Leaving adds them up, and some time to spare. */}}
{{- define "tutti.graceSeconds" -}}
{{- $values := (index . 0).Values -}}
{{- $send := $values.cluster.sendTimeout -}}
{{- $sendMillis := int (regexFind "^[0-9]+" $send) -}}
{{- if not (hasSuffix "ms" $send) -}}{{- $sendMillis = mul 1000 $sendMillis -}}{{- end -}}
{{- $twice := div (add (mul 2 $sendMillis) 999) 1000 -}}
{{- add (include "tutti.noticeSeconds" .) $values.stop.drainSeconds $twice $values.stop.leaveSeconds 18 10 -}}
{{- end -}}

{{/* Processors that the JVM counts on: as asked for, two at least. It sees a limit by itself, but no request. */}}
{{- define "tutti.processors" -}}
{{- $resources := (index (index . 0).Values (index . 1)).resources -}}
{{- if not (hasKey $resources.limits "cpu") -}}
{{- $cpu := toString $resources.requests.cpu -}}
{{- $cores := 0.0 -}}
{{- if hasSuffix "m" $cpu -}}{{- $cores = divf (trimSuffix "m" $cpu) 1000 -}}{{- else -}}{{- $cores = float64 $cpu -}}{{- end -}}
{{- max 2 (int (ceil $cores)) -}}
{{- end -}}
{{- end -}}

{{/*
How many pods of a service. Where a HorizontalPodAutoscaler says it, as many as there are now: left out in an upgrade,
the number would be taken from whoever had set it, and the API server would fill in 1. It is left out where nothing
runs yet, and where Helm only renders: whoever applies that must not set it back.
*/}}
{{- define "tutti.replicas" -}}
{{- $root := index . 0 -}}
{{- $scaling := (index $root.Values (index . 1)).autoscaling -}}
{{- if not $scaling.enabled -}}
replicas: {{ (index $root.Values (index . 1)).replicas }}
{{- else if $root.Release.IsUpgrade -}}
{{- with lookup "apps/v1" "Deployment" $root.Release.Namespace (printf "%s-%s" (include "tutti.fullname" $root) (index . 1)) -}}
replicas: {{ max (int .spec.replicas) (int $scaling.minReplicas) }}
{{- end -}}
{{- end -}}
{{- end -}}
