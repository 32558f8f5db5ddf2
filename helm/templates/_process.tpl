{{- define "residency.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: residency
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- define "residency.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "residency.serviceAccount" -}}
{{- default (printf "%s-residency" .Release.Name) .Values.serviceAccount.name }}
{{- end }}

{{/* What every process is told. */}}
{{- define "residency.environment" -}}
{{- $root := .root }}
- name: QUARKUS_HTTP_HOST
  value: 0.0.0.0
- name: QUARKUS_HTTP_PORT
  value: "8080"
- name: RESIDENCY_STORE
  value: {{ $root.Values.store.uri | quote }}
{{- with $root.Values.store.endpoint }}
- name: RESIDENCY_S3_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: AWS_REGION
  value: {{ $root.Values.store.region | quote }}
{{- range list "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" }}
- name: {{ . }}
  valueFrom:
    secretKeyRef:
      name: {{ $root.Values.store.credentialsSecret }}
      key: {{ . }}
{{- end }}
- name: RESIDENCY_CACHE
  value: /cache
{{- if $root.Values.logs.json }}
- name: QUARKUS_LOG_CONSOLE_JSON_ENABLED
  value: "true"
{{- end }}
{{- end }}

{{- define "residency.temporal" -}}
{{- $root := .root }}
{{- with $root.Values.traces.endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: TEMPORAL_ADDRESS
  value: {{ $root.Values.temporal.address | quote }}
- name: TEMPORAL_NAMESPACE
  value: {{ $root.Values.temporal.namespace | quote }}
{{- if $root.Values.temporal.tlsSecret }}
- name: TEMPORAL_TLS
  value: "true"
- name: TEMPORAL_TLS_SERVER_CA_CERT_PATH
  value: /temporal-tls/ca.crt
- name: TEMPORAL_TLS_CLIENT_CERT_PATH
  value: /temporal-tls/tls.crt
- name: TEMPORAL_TLS_CLIENT_KEY_PATH
  value: /temporal-tls/tls.key
{{- end }}
{{- with $root.Values.temporal.apiKeySecret }}
- name: TEMPORAL_API_KEY
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: api-key
{{- end }}
{{- if $root.Values.temporal.payloadKeysSecret }}
- name: RESIDENCY_TEMPORAL_PAYLOAD_KEYS
  value: /payload-keys/payload-keys.json
{{- end }}
{{- end }}

{{- define "residency.servingAccess" -}}
- name: RESIDENCY_SERVING_URL
  value: http://{{ .root.Release.Name }}-serving:8080
{{ include "residency.servingToken" . }}
{{- end }}

{{- define "residency.servingToken" -}}
- name: RESIDENCY_SERVING_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.secrets.name }}
      key: serving-token
{{- end }}

{{/*
One process. Takes root, name (of the module), values (its section), environment (rendered, its own), and whether it
speaks to Temporal and reads the register of people.
*/}}
{{- define "residency.deployment" -}}
{{- $root := .root }}
{{- $values := .values }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $root.Release.Name }}-{{ .name }}
  labels:
    {{- include "residency.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  {{- if $values.gpus }}
  # The former pod holds the device that the new one needs.
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 0, maxUnavailable: 1}
  {{- end }}
  selector:
    matchLabels:
      {{- include "residency.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "residency.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "8080"
        prometheus.io/path: /q/metrics
    spec:
      serviceAccountName: {{ include "residency.serviceAccount" $root }}
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        fsGroup: 10001
        seccompProfile:
          type: RuntimeDefault
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .name }}
          image: "{{ $root.Values.image.registry }}/{{ .name }}:{{ default $root.Chart.AppVersion $root.Values.image.tag }}"
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          env:
            {{- include "residency.environment" . | nindent 12 }}
            {{- if .temporal }}
            {{- include "residency.temporal" . | nindent 12 }}
            {{- end }}
            {{- with .environment }}
            {{- . | nindent 12 }}
            {{- end }}
            {{- if .people }}
            - name: RESIDENCY_PEOPLE
              value: /people
            {{- end }}
          ports:
            - name: http
              containerPort: 8080
          startupProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 5
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 15
            timeoutSeconds: 5
          readinessProbe:
            httpGet: {path: /q/health/ready, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
          resources:
            requests:
              {{- toYaml $values.resources.requests | nindent 14 }}
            limits:
              {{- toYaml $values.resources.limits | nindent 14 }}
              {{- if $values.gpus }}
              {{ $values.gpuResource }}: {{ $values.gpus }}
              {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - {name: cache, mountPath: /cache}
            - {name: tmp, mountPath: /tmp}
            {{- if .people }}
            - {name: people, mountPath: /people, readOnly: true}
            {{- end }}
            {{- if .deidentificationKey }}
            - {name: keys, mountPath: /keys, readOnly: true}
            {{- end }}
            {{- if and .temporal $root.Values.temporal.tlsSecret }}
            - {name: temporal-tls, mountPath: /temporal-tls, readOnly: true}
            {{- end }}
            {{- if and .temporal $root.Values.temporal.payloadKeysSecret }}
            - {name: payload-keys, mountPath: /payload-keys, readOnly: true}
            {{- end }}
      volumes:
        - name: cache
          emptyDir:
            sizeLimit: {{ $values.cacheSize }}
        - name: tmp
          emptyDir: {}
        {{- if .people }}
        - name: people
          configMap:
            name: {{ $root.Values.people.configMap }}
        {{- end }}
        {{- if .deidentificationKey }}
        - name: keys
          secret:
            secretName: {{ $root.Values.secrets.name }}
            items:
              - {key: deidentification-key, path: deidentification-key}
        {{- end }}
        {{- if and .temporal $root.Values.temporal.tlsSecret }}
        - name: temporal-tls
          secret:
            secretName: {{ $root.Values.temporal.tlsSecret }}
        {{- end }}
        {{- if and .temporal $root.Values.temporal.payloadKeysSecret }}
        - name: payload-keys
          secret:
            secretName: {{ $root.Values.temporal.payloadKeysSecret }}
            # A key that others can read is refused.
            defaultMode: 0440
        {{- end }}
      {{- with $values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{- define "residency.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .root.Release.Name }}-{{ .name }}
  labels:
    {{- include "residency.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "residency.selector" . | nindent 4 }}
  ports:
    - name: http
      port: 8080
      targetPort: http
{{- end }}
