package org.residency.activities;

import java.util.List;

/** One value of a settings record: its default where none is given, and the range it must lie in. */
public final class Setting {

    /** How the engine takes gradients; the first unless told. */
    public static final List<String> GRADIENTS = List.of("automatic", "padded", "packed", "checkpointed");

    private Setting() {}

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
