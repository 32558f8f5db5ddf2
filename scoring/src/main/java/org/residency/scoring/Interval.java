package org.residency.scoring;

/**
 * An estimate and the range that covers the truth at the given level.
 *
 * @param estimate the value measured
 * @param low lower end
 * @param high upper end
 * @param level how often such a range covers the truth, such as 0.95
 */
public record Interval(double estimate, double low, double high, double level) {
    public Interval {
        refuseLevel(level);
        if (!(low <= estimate && estimate <= high)) {
            throw new IllegalArgumentException("interval is " + low + " to " + high + " around " + estimate
                    + ", expected low <= estimate <= high");
        }
    }

    /** Whether all of the range is above the value. */
    public boolean isAbove(double value) {
        return low > value;
    }

    /** Whether all of the range is below the value. */
    public boolean isBelow(double value) {
        return high < value;
    }

    static void refuseLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ", expected between 0 and 1, such as 0.95");
        }
    }
}
