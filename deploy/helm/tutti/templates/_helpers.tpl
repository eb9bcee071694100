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
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* Of one service: (list . "session") */}}
{{- define "tutti.selector" -}}
{{- $root := index . 0 -}}
{{ include "tutti.memberLabels" $root }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "tutti.componentLabels" -}}
{{ include "tutti.labels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Data members when all are there. */}}
{{- define "tutti.clusterSize" -}}
{{- if kindIs "invalid" .Values.cluster.size -}}
{{- .Values.session.replicas -}}
{{- else -}}
{{- .Values.cluster.size -}}
{{- end -}}
{{- end -}}

{{/* What no schema can say: numbers that have to fit together. */}}
{{- define "tutti.validate" -}}
{{- $size := int (include "tutti.clusterSize" .) -}}
{{- $quorum := 1 -}}
{{- if gt $size 1 -}}{{- $quorum = add (div $size 2) 1 -}}{{- end -}}
{{- $min := int .Values.session.replicas -}}
{{- $max := $min -}}
{{- if .Values.session.autoscaling.enabled -}}
{{- $min = int .Values.session.autoscaling.minReplicas -}}
{{- $max = int .Values.session.autoscaling.maxReplicas -}}
{{- end -}}
{{- if lt $min (int $quorum) -}}
{{- fail (printf "cluster.size %d needs %d data members to write anything, but there may be %d: raise session.replicas (or its minReplicas), or lower cluster.size" $size (int $quorum) $min) -}}
{{- end -}}
{{- if and (gt $max 1) (le (mul 2 $quorum) $max) -}}
{{- fail (printf "with cluster.size %d both halves of %d data members would write when the network splits: raise cluster.size to %d" $size $max $max) -}}
{{- end -}}
{{- if and (gt $max 1) (ge (int .Values.cluster.backups) $min) -}}
{{- fail (printf "cluster.backups %d needs more than %d data members" (int .Values.cluster.backups) $min) -}}
{{- end -}}
{{- if and .Values.database.url (not .Values.database.existingSecret) -}}
{{- fail "database.url needs database.existingSecret: a Secret with the user's name and password" -}}
{{- end -}}
{{- range $service := list "session" "request" "discovery" "crypto" "gateway" -}}
{{- with (index $.Values $service).autoscaling -}}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- fail (printf "%s.autoscaling: minReplicas %d is more than maxReplicas %d" $service (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tutti.noticeSeconds" -}}
{{- if eq (index . 1) "gateway" -}}{{- (index . 0).Values.stop.noticeSeconds -}}{{- else -}}0{{- end -}}
{{- end -}}

{{/* All steps of stopping one after the other, as tutti.runtime.cluster.Leaving adds them up, and some time to spare. */}}
{{- define "tutti.graceSeconds" -}}
{{- $stop := (index . 0).Values.stop -}}
{{- add (include "tutti.noticeSeconds" .) $stop.drainSeconds (mul 2 $stop.sendSeconds) $stop.leaveSeconds 10 10 -}}
{{- end -}}
