package org.residency.deidentification;

/**
 * Where an identifier stands. Offsets are in UTF-16 code units, as in {@link String#substring(int, int)}.
 *
 * @param start first char
 * @param end one past the last char
 * @param phiClass which of the eighteen
 * @param rule the rule that found it, such as {@code name.title}
 */
public record PhiSpan(int start, int end, PhiClass phiClass, String rule) {
    public PhiSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span is " + start + " to " + end + ", expected 0 <= start < end");
        }
    }
}
