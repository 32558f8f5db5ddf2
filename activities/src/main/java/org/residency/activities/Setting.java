package org.residency.activities;

import java.util.List;

/** One value of a settings record: its default where none is given, and the range it must lie in. */
public final class Setting {

    /** How the engine takes gradients; the first unless told. */
    public static final List<String> GRADIENTS = List.of("automatic", "padded", "packed", "checkpointed");

    /** How a base model's projections are held; the first unless told. */
    public static final List<String> BASE_QUANTIZATIONS = List.of("none", "nf4", "int8");

    private Setting() {}

    /**
     * The way a base model is held, if gradients can be taken over it so.
     *
     * @throws IllegalArgumentException naming the setting, what was found and what was expected
     */
    public static String baseQuantization(String stage, String value, String gradients) {
        String asked = oneOf(stage + ".baseQuantization", value, BASE_QUANTIZATIONS);
        if (!asked.equals("none") && !List.of("automatic", "checkpointed").contains(gradients)) {
            throw new IllegalArgumentException(
                    "%s.gradients: found '%s' with %s.baseQuantization %s, expected checkpointed"
                            .formatted(stage, gradients, stage, asked));
        }
        return asked;
    }

    /**
     * How many times its running mean a loss may be, 0 for any number; a limit wants a way back.
     *
     * @throws IllegalArgumentException naming the setting, what was found and what was expected
     */
    public static double maxLossRise(String stage, Double value, int maxSetbacks) {
        double asked = inRange(stage + ".maxLossRise", value, 0.0, 0.0, 1e6);
        if (asked > 0 && (asked <= 1 || maxSetbacks == 0)) {
            throw new IllegalArgumentException(
                    "%s.maxLossRise: found %s with %s.maxSetbacks %d, expected 0, or a number above 1 with %s.maxSetbacks 1 or more"
                            .formatted(stage, asked, stage, maxSetbacks, stage));
        }
        return asked;
    }

    /**
     * The value, or the default where none is given.
     *
     * @throws IllegalArgumentException naming the setting, what was found and the range
     */
    public static int inRange(String name, Integer value, int otherwise, int least, int most) {
        int actual = value == null ? otherwise : value;
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(
                    name + ": found " + actual + ", expected a whole number from " + least + " to " + most);
        }
        return actual;
    }

    /**
     * The value, or the default where none is given.
     *
     * @throws IllegalArgumentException naming the setting, what was found and the range
     */
    public static double inRange(String name, Double value, double otherwise, double least, double most) {
        double actual = value == null ? otherwise : value;
        if (!(actual >= least && actual <= most)) {
            throw new IllegalArgumentException(
                    name + ": found " + actual + ", expected a number from " + least + " to " + most);
        }
        return actual;
    }

    /**
     * The value, or the first known one where none is given.
     *
     * @throws IllegalArgumentException naming the setting, what was found and what is known
     */
    public static String oneOf(String name, String value, List<String> known) {
        String actual = value == null ? known.get(0) : value;
        if (!known.contains(actual)) {
            throw new IllegalArgumentException(name + ": found '" + actual + "', expected one of " + known);
        }
        return actual;
    }

    public static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
