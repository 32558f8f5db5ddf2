# Temporal's own command line, which holds its development server and UI; as temporalio/temporal, for a place without a registry.
ARG BASE
FROM ${BASE}
# The server does not start as a user without a name.
RUN echo 'temporal:x:10001:10001:Temporal:/data:/usr/sbin/nologin' >> /etc/passwd \
    && mkdir -m 0755 /data \
    && chown 10001:10001 /data
COPY program /usr/local/bin/temporal
USER 10001:10001
ENV HOME=/data
VOLUME /data
EXPOSE 7233 8233
ENTRYPOINT ["/usr/local/bin/temporal"]
