package org.residency.dataset;

import java.util.Optional;

/** Which cases must not part, by their positions in the order of ids; a cluster is told by its first member. */
final class Clusters {

    private final Groups groups;
    private final int[] sizes;
    private final byte[] heldOut;

    Clusters(Groups groups, CaseSpool spool, int[] cases) {
        this.groups = groups;
        this.sizes = new int[cases.length];
        this.heldOut = new byte[cases.length];
        for (int i = 0; i < cases.length; i++) {
            int first = groups.first(i);
            sizes[first]++;
            // Train is the first of the parts, and not held out.
            byte own = spool.predefinedSplit(cases[i]).orElse(SplitName.TRAIN).place();
            heldOut[first] = (byte) Math.max(heldOut[first], own);
        }
    }

    int first(int position) {
        return groups.first(position);
    }

    /** Members of the cluster of this first one. */
    int size(int first) {
        return sizes[first];
    }

    /** The part furthest from training that the source gives any member. */
    Optional<SplitName> heldOut(int position) {
        byte part = heldOut[groups.first(position)];
        return part == SplitName.TRAIN.place() ? Optional.empty() : Optional.of(SplitName.at(part));
    }

    /** Clusters of two or more. */
    int countOfSeveral() {
        int count = 0;
        for (int size : sizes) {
            count += size > 1 ? 1 : 0;
        }
        return count;
    }
}
