package org.residency.identity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which a registered person shows to a process who they are, for some hours: {@code
 * residency-pass:1:<holder>:<epoch second of its end>:<Ed25519 signature of all before, base64url>}. Whoever has the text
 * passes for its holder, as with any bearer token.
 *
 * @param until the pass is worth nothing from then on
 */
public record Pass(String holder, Instant until) {

    /** No pass counts for longer than this, whatever it says. */
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final Pattern FORM =
            Pattern.compile("(residency-pass:1:([a-z0-9.-]+):([0-9]{1,12})):([A-Za-z0-9_-]+)");

    public Pass {
        Person.checkName(holder);
        Objects.requireNonNull(until, "until");
    }

    String words() {
        return "residency-pass:1:" + holder + ":" + until.getEpochSecond();
    }

    /** The bytes that are signed; no other text that is signed here begins so. */
    byte[] bytes() {
        return words().getBytes(StandardCharsets.UTF_8);
    }

    String signed(byte[] signature) {
        return words() + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** A pass as it was shown, not yet verified. */
    record Shown(Pass pass, String signature) {

        static Optional<Shown> of(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches() || !Person.isName(form.group(2))) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Shown(
                        new Pass(form.group(2), Instant.ofEpochSecond(Long.parseLong(form.group(3)))), form.group(4)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        boolean isSignedBy(Person person) {
            try {
                return Ed25519.verifies(
                        Ed25519.publicKey(person.publicKey()),
                        pass.bytes(),
                        Base64.getUrlDecoder().decode(signature));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
