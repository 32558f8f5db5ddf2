package org.residency.api;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.Withdrawal;

/**
 * A withdrawal as the api shows it: not what the patient is called in datasets.
 *
 * @param datasets digests that held the patient when it was signed
 * @param models digests of adapters and models that had learned from them
 * @param deployments numbers of the deployments that put one of these to service
 * @param inService whether one of these answers now
 */
public record WithdrawalView(
        int number,
        Instant signedAt,
        String steward,
        SortedSet<String> datasets,
        SortedSet<String> models,
        List<Integer> deployments,
        boolean inService) {

    static WithdrawalView of(Withdrawal entry, List<Deployment> log) {
        List<Integer> touched = log.stream()
                .filter(one -> entry.models().contains(one.model().ref().sha256()))
                .map(Deployment::number)
                .toList();
        boolean inService =
                !log.isEmpty() && touched.contains(log.get(log.size() - 1).number());
        return new WithdrawalView(
                entry.number(),
                entry.signedAt(),
                entry.steward(),
                entry.datasets(),
                entry.models(),
                touched,
                inService);
    }
}
