package org.residency.artifacts;

/** A shard may not be learned from: its audit is missing, is of another shard, or did not pass. */
public final class UnauditedShardException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnauditedShardException(String message) {
        super(message);
    }
}
