package org.residency.deidentification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes one list without overlaps of spans that several rules found. Nothing that any rule found is lost: of two that
 * overlap the one that was found first keeps its place and class, and what the other has beyond it stays a span.
 */
final class SpanMerger {
    private SpanMerger() {}

    /** {@code spans} in order of precedence; the result ascends. */
    static List<PhiSpan> merge(String text, List<PhiSpan> spans) {
        List<PhiSpan> merged = new ArrayList<>();
        int[] owner = new int[text.length()];
        for (int i = 0; i < spans.size(); i++) {
            for (int at = spans.get(i).start(); at < spans.get(i).end(); at++) {
                if (owner[at] == 0) {
                    owner[at] = i + 1;
                }
            }
        }
        int at = 0;
        while (at < owner.length) {
            int from = at;
            while (at < owner.length && owner[at] == owner[from]) {
                at++;
            }
            if (owner[from] > 0) {
                addTrimmed(text, from, at, spans.get(owner[from] - 1), merged);
            }
        }
        merged.sort(Comparator.comparingInt(PhiSpan::start));
        return join(text, merged);
    }

    /** What is left of a span beside another loses its blanks and punctuation; without a letter or digit it is nothing. */
    private static void addTrimmed(String text, int from, int to, PhiSpan span, List<PhiSpan> merged) {
        int start = from;
        int end = to;
        boolean whole = from == span.start() && to == span.end();
        while (!whole && start < end && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        while (!whole && end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        if (end > start) {
            merged.add(new PhiSpan(start, end, span.phiClass(), span.rule()));
        }
    }

    /** Names with only a blank, hyphen or full stop between them are one name, places with a blank one place. */
    private static List<PhiSpan> join(String text, List<PhiSpan> spans) {
        List<PhiSpan> joined = new ArrayList<>();
        for (PhiSpan span : spans) {
            int last = joined.size() - 1;
            if (last >= 0 && belongTogether(text, joined.get(last), span)) {
                PhiSpan former = joined.get(last);
                joined.set(last, new PhiSpan(former.start(), span.end(), former.phiClass(), former.rule()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** "J. R. Ames" is one name, "Penny. Rusty" are two. */
    private static boolean endsInInitial(String text, PhiSpan span) {
        int letters = 0;
        while (span.end() - letters > span.start() && Character.isLetter(text.charAt(span.end() - letters - 1))) {
            letters++;
        }
        return letters <= 2;
    }

    private static boolean belongTogether(String text, PhiSpan former, PhiSpan latter) {
        if (former.phiClass() != latter.phiClass()) {
            return false;
        }
        String between = text.substring(former.end(), latter.start());
        return switch (former.phiClass()) {
            case NAME ->
                between.length() < 3
                        && between.chars().allMatch(c -> " .'-".indexOf(c) >= 0)
                        && (between.indexOf('.') < 0 || endsInInitial(text, former));
            case GEOGRAPHY ->
                between.isBlank() && between.length() < 2 && !Character.isDigit(text.charAt(latter.start()));
            default -> false;
        };
    }
}
