package org.residency.artifacts;

import java.util.regex.Pattern;

/** The form of keys: relative paths that stay inside the store on every system. */
final class StoreKey {

    private static final Pattern FORM = Pattern.compile("[^/\\\\\\p{Cntrl}]+(/[^/\\\\\\p{Cntrl}]+)*");
    private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)");

    private StoreKey() {}

    /**
     * The key, if it is one.
     *
     * @throws IllegalArgumentException if it is absolute, or has empty parts, {@code .}, {@code ..} or backslashes
     */
    static String check(String key) {
        if (!FORM.matcher(key).matches() || DOTS.matcher(key).matches()) {
            throw new IllegalArgumentException("key: found '" + key
                    + "', expected a relative path of names with / between them, such as runs/r1/3-sft/adapter");
        }
        return key;
    }

    /** Whether {@code key} is {@code prefix} itself or lies below it, so that {@code run-1} does not stand for {@code run-12}. */
    static boolean isUnder(String key, String prefix) {
        String folder = prefix.endsWith("/") ? prefix : prefix + "/";
        return key.equals(prefix) || key.startsWith(folder);
    }
}
