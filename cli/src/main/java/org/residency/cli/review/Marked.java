package org.residency.cli.review;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.residency.deidentification.PhiSpan;

/** A text in which spans are shown. */
record Marked(String text, List<PhiSpan> spans) {

    /** The text with what stands outside the spans shown plainly and each span by its own. */
    String shown(UnaryOperator<String> outside, BiFunction<PhiSpan, String, String> inside) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (PhiSpan span : spans) {
            out.append(outside.apply(text.substring(from, span.start())));
            out.append(inside.apply(span, text.substring(span.start(), span.end())));
            from = span.end();
        }
        return out.append(outside.apply(text.substring(from))).toString();
    }
}
