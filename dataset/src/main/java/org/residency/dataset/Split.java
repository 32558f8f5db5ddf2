package org.residency.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Divides cases into train, validation and test so that cases of one patient, and cases that are nearly the same, stay
 * together. Clusters are drawn in the order of a digest of seed and content, so the same cases give the same division
 * in whatever order they come. A part that the source itself holds out is taken as it is, and only the others are
 * drawn; a case that the source trains on though its cluster is held out is left out and counted.
 */
final class Split {
    private static final byte LEFT_OUT = -1;

    private final SplitPolicy policy;

    Split(SplitPolicy policy) {
        this.policy = policy;
    }

    /** @param cases numbers of a spool's cases, by id */
    Division divide(CaseSpool spool, int[] cases) throws IOException {
        Clusters clusters = clusters(spool, cases);
        byte[] parts = new byte[cases.length];
        int[] counts = new int[SplitName.values().length];
        int leakCount = 0;
        for (int i = 0; i < cases.length; i++) {
            Optional<SplitName> heldOut = clusters.heldOut(i);
            if (heldOut.isPresent()) {
                Optional<SplitName> own = spool.predefinedSplit(cases[i]);
                boolean fits = own.isEmpty() || own.equals(heldOut);
                parts[i] = fits ? heldOut.get().place() : LEFT_OUT;
                counts[heldOut.get().place()] += fits ? 1 : 0;
                leakCount += fits ? 0 : 1;
            }
        }
        SplitName[] drawn = draw(spool, cases, clusters, counts);
        for (int i = 0; i < cases.length; i++) {
            if (clusters.heldOut(i).isEmpty()) {
                parts[i] = drawn[clusters.first(i)].place();
            }
        }
        Map<SplitName, int[]> byName = new EnumMap<>(SplitName.class);
        for (SplitName name : SplitName.values()) {
            byName.put(
                    name,
                    Arrays.stream(Numbers.upTo(cases.length))
                            .filter(i -> parts[i] == name.place())
                            .map(i -> cases[i])
                            .toArray());
        }
        return new Division(byName, clusters.countOfSeveral(), leakCount);
    }

    /** The part of each free cluster, at the position of its first member. */
    private SplitName[] draw(CaseSpool spool, int[] cases, Clusters clusters, int[] counts) {
        int testQuota = quota(counts[SplitName.TEST.place()], policy.testFraction(), cases.length);
        int validationQuota = quota(counts[SplitName.VALIDATION.place()], policy.validationFraction(), cases.length);
        long[] keys = new long[cases.length];
        int[] free = Arrays.stream(Numbers.upTo(cases.length))
                .filter(i -> clusters.first(i) == i && clusters.heldOut(i).isEmpty())
                .peek(i -> keys[i] = ByteBuffer.wrap(drawKey(spool, cases[i])).getLong())
                .toArray();
        Numbers.sort(free, (a, b) -> {
            int order = Long.compareUnsigned(keys[a], keys[b]);
            return order != 0 ? order : Arrays.compareUnsigned(drawKey(spool, cases[a]), drawKey(spool, cases[b]));
        });
        SplitName[] parts = new SplitName[cases.length];
        for (int first : free) {
            SplitName part = SplitName.TRAIN;
            if (clusters.size(first) <= testQuota) {
                part = SplitName.TEST;
                testQuota -= clusters.size(first);
            } else if (clusters.size(first) <= validationQuota) {
                part = SplitName.VALIDATION;
                validationQuota -= clusters.size(first);
            }
            parts[first] = part;
        }
        return parts;
    }

    private static int quota(int predefined, double fraction, int caseCount) {
        if (predefined > 0 || fraction == 0) {
            return 0;
        }
        return (int) Math.max(1, Math.round(fraction * caseCount));
    }

    private Clusters clusters(CaseSpool spool, int[] cases) throws IOException {
        Groups groups = new Groups(cases.length);
        int[] byPatient = Arrays.stream(Numbers.upTo(cases.length))
                .filter(i -> spool.hasPatient(cases[i]))
                .toArray();
        Numbers.sort(byPatient, (a, b) -> spool.comparePatients(cases[a], cases[b]));
        for (int i = 1; i < byPatient.length; i++) {
            if (spool.comparePatients(cases[byPatient[i - 1]], cases[byPatient[i]]) == 0) {
                groups.join(byPatient[i - 1], byPatient[i]);
            }
        }
        new NearDuplicates(policy.similarity())
                .joinIn(groups, cases.length, i -> spool.read(cases[i]).question(), spool.scratch());
        return new Clusters(groups, spool, cases);
    }

    private byte[] drawKey(CaseSpool spool, int number) {
        String key = policy.seed() + "|" + spool.id(number);
        return CaseLine.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    }
}
