package org.residency.identity;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a reviewer signs: this decision on notes of this input, de-identified to this output under this policy, of which
 * they saw these. It holds counts and digests, never a word of a note.
 *
 * @param inputSha256 digest of what was read
 * @param outputSha256 digest of what was written
 * @param policySha256 digest of the policy's file, of no bytes where there is none
 * @param mode what stands where identifiers stood
 * @param noteCount notes that were read
 * @param findingCount what the audit objected to
 * @param replacedByClass identifiers that were replaced, by class
 * @param seed decides which notes were shown
 * @param shownNotes keyed digests of the notes that were shown, 64 hexadecimal digits each
 * @param reviewer the name under which the reviewer's public key is registered
 */
public record ReviewStatement(
        String inputSha256,
        String outputSha256,
        String policySha256,
        String mode,
        long noteCount,
        long findingCount,
        SortedMap<String, Long> replacedByClass,
        long seed,
        List<String> shownNotes,
        ReviewDecision decision,
        String reviewer,
        Instant signedAt) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ReviewStatement {
        requireDigest("inputSha256", inputSha256);
        requireDigest("outputSha256", outputSha256);
        requireDigest("policySha256", policySha256);
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(signedAt, "signedAt");
        Person.checkName(reviewer);
        replacedByClass = new TreeMap<>(replacedByClass);
        shownNotes = List.copyOf(shownNotes);
        if (shownNotes.isEmpty() || shownNotes.size() > noteCount) {
            throw new IllegalArgumentException("shownNotes: found " + shownNotes.size() + ", expected 1 to noteCount "
                    + noteCount + ": nobody signs what they have not seen");
        }
        shownNotes.forEach(note -> requireDigest("shownNotes", note));
    }

    private static void requireDigest(String name, String value) {
        if (value == null || !DIGEST.matcher(value).matches()) {
            throw new IllegalArgumentException(name + ": expected 64 hexadecimal digits in small letters");
        }
    }
}
