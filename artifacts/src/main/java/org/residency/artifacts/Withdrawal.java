package org.residency.artifacts;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One entry of the withdrawal register: a patient whose notes may be used no longer. It names nobody but by keyed digests,
 * and holds what a data steward signed.
 *
 * @param number from 1
 * @param patient what the patient is called in datasets, by the check of the de-identification key that calls them so
 * @param datasets digests of the datasets' indexes that held the patient when it was signed
 * @param models digests of the adapters and models that were trained on one of them then
 * @param steward name of the registered person who signed
 * @param keyFingerprint of the key that signed
 * @param signature Base64
 */
public record Withdrawal(
        int number,
        SortedMap<String, String> patient,
        SortedSet<String> datasets,
        SortedSet<String> models,
        String steward,
        Instant signedAt,
        String keyFingerprint,
        String signature) {

    private static final Pattern KEYED_DIGEST = Pattern.compile("[0-9a-f]{16}");

    public Withdrawal {
        if (number < 1) {
            throw new IllegalArgumentException("number: found " + number + ", expected 1 or more");
        }
        patient = Collections.unmodifiableSortedMap(new TreeMap<>(patient));
        if (patient.isEmpty()
                || !patient.values().stream()
                        .allMatch(name -> KEYED_DIGEST.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "patient: expected one keyed digest of 16 hexadecimal digits or more, each under its key's check");
        }
        datasets = Collections.unmodifiableSortedSet(new TreeSet<>(datasets));
        models = Collections.unmodifiableSortedSet(new TreeSet<>(models));
        Objects.requireNonNull(steward, "steward");
        Objects.requireNonNull(signedAt, "signedAt");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
        Objects.requireNonNull(signature, "signature");
    }

    /** Whether both are of one patient. */
    boolean isOfTheSameAs(Withdrawal other) {
        return patient.entrySet().stream().anyMatch(name -> name.getValue().equals(other.patient.get(name.getKey())));
    }

    /** The key in the store of the entry with this number. */
    static String key(int number) {
        return WithdrawalRegister.PREFIX + "%06d.json".formatted(number);
    }
}
