package org.residency.deidentification.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.PhiSpan;

/**
 * A text inside a notation, such as tags or escape sequences: the plain text for the rules, and the way back. What was not
 * replaced returns byte for byte, and markup stays even where it stands in the middle of what was replaced.
 */
final class EncodedText {
    /** A piece of the notation; {@code at} is where its plain text begins. */
    private record Piece(String notation, int at, int length, boolean markup) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private final UnaryOperator<String> encoder;

    /** @param encoder writes plain text in the notation */
    EncodedText(UnaryOperator<String> encoder) {
        this.encoder = encoder;
    }

    /** Adds a piece that stands for some text. */
    void text(String notation, String meaning) {
        pieces.add(new Piece(notation, plain.length(), meaning.length(), false));
        plain.append(meaning);
    }

    /** Adds a piece that is no text; the rules see {@code gap} in its place. */
    void markup(String notation, String gap) {
        pieces.add(new Piece(notation, plain.length(), gap.length(), true));
        plain.append(gap);
    }

    /** What the rules read. */
    String plain() {
        return plain.toString();
    }

    /** The notation with each replacement where the identifier began. */
    String with(DeidentifiedText result) {
        StringBuilder out = new StringBuilder();
        int span = 0;
        int written = 0;
        for (Piece piece : pieces) {
            int end = piece.at() + piece.length();
            while (span < result.found().size() && result.found().get(span).end() <= piece.at()) {
                span++;
            }
            boolean touched =
                    span < result.found().size() && result.found().get(span).start() < end;
            if (piece.markup() || !touched) {
                out.append(piece.notation());
                continue;
            }
            int at = piece.at();
            for (int i = span;
                    i < result.found().size() && result.found().get(i).start() < end;
                    i++) {
                PhiSpan found = result.found().get(i);
                if (found.start() > at) {
                    out.append(encoder.apply(plain.substring(at, found.start())));
                }
                if (i >= written) {
                    PhiSpan put = result.replaced().get(i);
                    out.append(encoder.apply(result.text().substring(put.start(), put.end())));
                    written = i + 1;
                }
                at = Math.min(end, found.end());
            }
            if (at < end) {
                out.append(encoder.apply(plain.substring(at, end)));
            }
        }
        return out.toString();
    }
}
