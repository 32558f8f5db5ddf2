package org.residency.identity;

import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a data steward signs when a patient withdraws: this patient, named by keyed digests, was in these datasets, and
 * these models learned from them; none of it may be used further.
 *
 * @param number of the entry in the register, so that no entry can be moved
 * @param patient what the patient is called in datasets, by the check of the key that calls them so
 * @param datasets digests
 * @param models digests
 * @param steward the name under which the steward's public key is registered
 */
public record WithdrawalStatement(
        int number,
        SortedMap<String, String> patient,
        SortedSet<String> datasets,
        SortedSet<String> models,
        String steward,
        Instant signedAt) {

    public WithdrawalStatement {
        patient = new TreeMap<>(patient);
        datasets = new TreeSet<>(datasets);
        models = new TreeSet<>(models);
        Person.checkName(steward);
        Objects.requireNonNull(signedAt, "signedAt");
    }
}
