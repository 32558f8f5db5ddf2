package org.residency.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides cases into train, validation and test so that cases of one patient, and cases that are nearly the same, stay
 * together. Clusters are drawn in the order of a digest of seed and content, so the same cases give the same division
 * in whatever order they come. A part that the source itself holds out is taken as it is, and only the others are
 * drawn; a case that the source trains on though its cluster is held out is left out and counted.
 */
final class Split {
    private final SplitPolicy policy;

    Split(SplitPolicy policy) {
        this.policy = policy;
    }

    Division divide(Collection<ClinicalCase> unordered) {
        List<ClinicalCase> cases = ShardWriter.sorted(List.copyOf(unordered));
        List<List<ClinicalCase>> clusters = clusters(cases);
        Map<SplitName, List<ClinicalCase>> parts = new EnumMap<>(SplitName.class);
        for (SplitName name : SplitName.values()) {
            parts.put(name, new ArrayList<>());
        }
        List<List<ClinicalCase>> free = new ArrayList<>();
        int leakCount = 0;
        for (List<ClinicalCase> cluster : clusters) {
            Optional<SplitName> heldOut = heldOutPart(cluster);
            if (heldOut.isEmpty()) {
                free.add(cluster);
                continue;
            }
            List<ClinicalCase> fitting = cluster.stream()
                    .filter(one -> one.predefinedSplit().isEmpty()
                            || one.predefinedSplit().equals(heldOut))
                    .toList();
            leakCount += cluster.size() - fitting.size();
            parts.get(heldOut.get()).addAll(fitting);
        }
        draw(free, parts, cases.size());
        int clusterCount =
                (int) clusters.stream().filter(cluster -> cluster.size() > 1).count();
        return new Division(parts, clusterCount, leakCount);
    }

    private void draw(List<List<ClinicalCase>> free, Map<SplitName, List<ClinicalCase>> parts, int caseCount) {
        int testQuota = quota(parts.get(SplitName.TEST), policy.testFraction(), caseCount);
        int validationQuota = quota(parts.get(SplitName.VALIDATION), policy.validationFraction(), caseCount);
        free.sort(Comparator.comparing(this::drawKey));
        for (List<ClinicalCase> cluster : free) {
            SplitName part = SplitName.TRAIN;
            if (cluster.size() <= testQuota) {
                part = SplitName.TEST;
                testQuota -= cluster.size();
            } else if (cluster.size() <= validationQuota) {
                part = SplitName.VALIDATION;
                validationQuota -= cluster.size();
            }
            parts.get(part).addAll(cluster);
        }
    }

    private static int quota(List<ClinicalCase> predefined, double fraction, int caseCount) {
        if (!predefined.isEmpty() || fraction == 0) {
            return 0;
        }
        return (int) Math.max(1, Math.round(fraction * caseCount));
    }

    private List<List<ClinicalCase>> clusters(List<ClinicalCase> cases) {
        Groups groups = new Groups(cases.size());
        Map<String, Integer> firstOfPatient = new HashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            int number = i;
            cases.get(i).patientKey().ifPresent(key -> {
                Integer first = firstOfPatient.putIfAbsent(key, number);
                if (first != null) {
                    groups.join(first, number);
                }
            });
        }
        new NearDuplicates(policy.similarity())
                .joinIn(groups, cases.stream().map(ClinicalCase::question).toList());
        return groups.all().stream()
                .map(members -> members.stream().map(cases::get).toList())
                .toList();
    }

    /** The part furthest from training that the source gives any member; train is not held out. */
    private static Optional<SplitName> heldOutPart(List<ClinicalCase> cluster) {
        return cluster.stream()
                .flatMap(one -> one.predefinedSplit().stream())
                .filter(name -> name != SplitName.TRAIN)
                .max(Comparator.naturalOrder());
    }

    private String drawKey(List<ClinicalCase> cluster) {
        String key = policy.seed() + "|" + cluster.get(0).id();
        return HexFormat.of().formatHex(CaseLine.sha256().digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
