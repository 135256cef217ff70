{{/* The labels of everything; call with (dict "root" $ "name" <process>). */}}
{{- define "rugwijzer.selector" -}}
app.kubernetes.io/name: rugwijzer
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "rugwijzer.labels" -}}
{{ include "rugwijzer.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Not empty when there is a weekly report to keep. */}}
{{- define "rugwijzer.reports" -}}
{{- if ne (.Values.settings.RUGWIJZER_REPORT | default "uit") "uit" }}yes{{ end -}}
{{- end }}

{{- define "rugwijzer.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}
