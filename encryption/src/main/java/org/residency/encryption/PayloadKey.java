package org.residency.encryption;

/**
 * One key of a file, as far as it may be shown.
 *
 * @param id as it stands beside each payload that was encrypted with it
 */
public record PayloadKey(String id, Use use) {

    /** What a key does now. */
    public enum Use {
        /** Encrypts what is new, and decrypts. */
        CURRENT,
        /** Decrypts what was encrypted with it, or will be once it is the current one. */
        DECRYPTS,
        /** Does nothing until it is enabled again: what was encrypted with it cannot be read. */
        DISABLED
    }
}
