# An S3 server on a folder, with the bucket that the store uses; as versity/versitygw, for a place without a registry.
ARG BASE
FROM ${BASE}
RUN mkdir -p /data/buckets/residency /data/metadata /data/versions && chown -R 10001:10001 /data
COPY program /usr/local/bin/versitygw
USER 10001:10001
VOLUME /data
EXPOSE 7070
ENTRYPOINT ["/usr/local/bin/versitygw"]
