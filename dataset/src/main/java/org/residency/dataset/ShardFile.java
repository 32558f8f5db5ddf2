package org.residency.dataset;

import java.nio.file.Path;

/**
 * A shard on disk.
 *
 * @param path the JSONL file, one canonical case a line
 * @param caseCount lines in it
 * @param byteCount its size
 * @param sha256 its digest, 64 hexadecimal digits
 */
public record ShardFile(Path path, int caseCount, long byteCount, String sha256) {}
