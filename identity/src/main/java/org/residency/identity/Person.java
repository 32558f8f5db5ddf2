package org.residency.identity;

import java.util.Objects;
import java.util.Set;
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
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("person's name: found '" + name
                    + "', expected 1 to 63 lower-case letters, digits, dots or dashes, a letter or digit first");
        }
        roles = Set.copyOf(roles);
        Objects.requireNonNull(publicKey, "publicKey");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }
}
