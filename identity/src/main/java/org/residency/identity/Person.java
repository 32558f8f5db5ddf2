package org.residency.identity;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A registered person: the public half of who they are.
 *
 * @param name lower-case letters, digits, dots and dashes; what statements and requests name
 * @param publicKey Ed25519 public key, X.509 encoding, Base64
 * @param keyFingerprint SHA-256 of the key's bytes, hexadecimal
 */
public record Person(String name, Set<Role> roles, String publicKey, String keyFingerprint) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

    public Person {
        checkName(name);
        Objects.requireNonNull(roles, "roles");
        // Sorted, so that an entry of the register reads the same whoever wrote it.
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        Objects.requireNonNull(publicKey, "publicKey");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }

    /** Whether a person may be called so. */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** The name, if a person may be called so: it becomes part of file names. */
    static String checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("person's name: found '" + name
                    + "', expected 1 to 63 lower-case letters, digits, dots or dashes, a letter or digit first");
        }
        return name;
    }
}
