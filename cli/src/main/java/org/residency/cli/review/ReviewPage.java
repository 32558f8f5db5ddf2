package org.residency.cli.review;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.residency.deidentification.PhiClass;
import org.residency.deidentification.PhiSpan;
import org.residency.deidentification.file.ReviewedNote;
import org.residency.identity.OwnerOnly;

/**
 * Notes before and after, side by side, as one page that needs nothing else: no script, no address to load from. It holds
 * the patients' own words, so its file is readable by its owner alone.
 */
public final class ReviewPage {
    private final List<ReviewedNote> notes;
    private final String mode;
    private final long noteCount;

    /** @param noteCount how many notes the sample was taken from */
    public ReviewPage(List<ReviewedNote> notes, String mode, long noteCount) {
        this.notes = List.copyOf(notes);
        this.mode = mode;
        this.noteCount = noteCount;
    }

    /** Writes the page anew; its file has mode 600 from the moment at which it exists. */
    public void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        OwnerOnly.createFile(file);
        Files.writeString(file, html(), StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
    }

    String html() {
        StringBuilder body = new StringBuilder();
        for (ReviewedNote note : notes) {
            body.append("<section><h2>Note ").append(note.number()).append("</h2>\n");
            if (note.findings() > 0) {
                body.append("<p class=\"finding\">The audit objects to this note: ")
                        .append(note.findings())
                        .append("</p>\n");
            }
            for (ReviewedNote.Field field : note.fields()) {
                body.append("<h3>").append(escaped(field.name())).append("</h3>\n<div class=\"pair\">");
                pane(body, "before", new Marked(field.original(), field.result().found()));
                pane(
                        body,
                        "after",
                        new Marked(field.result().text(), field.result().replaced()));
                body.append("</div>\n");
            }
            body.append("</section>\n");
        }
        return template()
                .replace("@mode@", escaped(mode))
                .replace("@shown@", Integer.toString(notes.size()))
                .replace("@count@", Long.toString(noteCount))
                .replace("@legend@", legend())
                .replace("@notes@", body);
    }

    private static void pane(StringBuilder body, String title, Marked marked) {
        body.append("<div><p class=\"side\">")
                .append(title)
                .append("</p><pre>")
                .append(marked.shown(ReviewPage::escaped, ReviewPage::inside))
                .append("</pre></div>");
    }

    private static String inside(PhiSpan span, String text) {
        return "<mark class=\"" + style(span.phiClass()) + "\" title=\"" + ReviewText.word(span.phiClass()) + ", "
                + escaped(span.rule()) + "\">" + escaped(text) + "</mark>";
    }

    private String legend() {
        Map<PhiClass, Integer> counts = new EnumMap<>(PhiClass.class);
        notes.forEach(note -> note.fields()
                .forEach(field ->
                        field.result().found().forEach(span -> counts.merge(span.phiClass(), 1, Integer::sum))));
        StringBuilder legend = new StringBuilder();
        for (PhiClass phiClass : PhiClass.values()) {
            legend.append("<li><mark class=\"")
                    .append(style(phiClass))
                    .append("\">")
                    .append(ReviewText.word(phiClass))
                    .append("</mark> ")
                    .append(counts.getOrDefault(phiClass, 0))
                    .append("</li>");
        }
        return legend.toString();
    }

    private static String style(PhiClass phiClass) {
        return phiClass.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String template() {
        try (InputStream in = ReviewPage.class.getResourceAsStream("review-page.html")) {
            if (in == null) {
                throw new IllegalStateException("resource review-page.html is missing from the cli jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource review-page.html", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
