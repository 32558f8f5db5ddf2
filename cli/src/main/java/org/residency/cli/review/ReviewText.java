package org.residency.cli.review;

import java.util.List;
import java.util.Locale;
import org.residency.cli.terminal.Terminal;
import org.residency.deidentification.PhiClass;
import org.residency.deidentification.PhiSpan;
import org.residency.deidentification.file.ReviewedNote;

/** Shows notes in the terminal, before and after, what was found in the colour of its class. */
public final class ReviewText {
    private final Terminal terminal;

    public ReviewText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows all of them. */
    public void show(List<ReviewedNote> notes) {
        for (ReviewedNote note : notes) {
            terminal.line(terminal.bold("Note " + note.number())
                    + (note.findings() == 0
                            ? ""
                            : " " + terminal.warning() + " the audit objects: " + note.findings()));
            for (ReviewedNote.Field field : note.fields()) {
                terminal.line(terminal.faint(printable(field.name()) + ", before"));
                terminal.line(
                        coloured(new Marked(field.original(), field.result().found())));
                terminal.line(terminal.faint(printable(field.name()) + ", after"));
                terminal.line(coloured(
                        new Marked(field.result().text(), field.result().replaced())));
            }
            terminal.blank();
        }
    }

    private String coloured(Marked marked) {
        return marked.shown(ReviewText::printable, this::inside);
    }

    private String inside(PhiSpan span, String text) {
        String shown = "[" + printable(text) + "|" + word(span.phiClass()) + "]";
        return terminal.coloured(colour(span.phiClass()), shown);
    }

    /** Six colours are all that every terminal has; the word behind the bar says the class. */
    private static String colour(PhiClass phiClass) {
        return switch (phiClass) {
            case NAME -> "31";
            case GEOGRAPHY -> "32";
            case DATE -> "34";
            case PHONE, FAX, EMAIL, URL, IP_ADDRESS -> "36";
            case BIOMETRIC, PHOTOGRAPH -> "35";
            case SSN, MEDICAL_RECORD, HEALTH_PLAN, ACCOUNT, LICENCE, VEHICLE, DEVICE, OTHER_ID -> "33";
        };
    }

    static String word(PhiClass phiClass) {
        return phiClass.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A note must not steer the terminal. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(steers(c) ? '?' : c));
        return out.toString();
    }

    /** Control characters, and those that turn the direction of what follows. */
    private static boolean steers(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
