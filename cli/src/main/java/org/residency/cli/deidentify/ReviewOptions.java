package org.residency.cli.deidentify;

import java.nio.file.Path;
import org.residency.identity.ReviewDecision;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of a human's look at de-identified notes. */
final class ReviewOptions {

    @Option(
            names = "--review",
            paramLabel = "N",
            description = "Show this many notes, before and after, for a human to judge; they stay on this machine.")
    Integer count;

    @Option(
            names = "--review-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides which notes are shown; ${DEFAULT-VALUE} unless told.")
    long seed;

    @Option(
            names = "--review-page",
            paramLabel = "FILE",
            description = "Write them as a page instead, readable by its owner alone; open it in a browser.")
    Path page;

    @Option(
            names = "--review-record",
            paramLabel = "FILE",
            description = "Where the signed decision goes; beside --out unless told. No text of any note is in it.")
    Path record;

    @Option(
            names = "--as",
            paramLabel = "PERSON",
            description = "Who decides: a data steward whose private key is on this machine.")
    String reviewer;

    @ArgGroup
    Choice choice;

    /** Either, never both. */
    static final class Choice {

        @Option(names = "--approve", required = true, description = "Sign that the notes shown are fit for use.")
        private boolean approve;

        @Option(
                names = "--reject",
                required = true,
                paramLabel = "REASON",
                converter = Reason.class,
                description = "Sign that they are not: left-identifiers, lost-medicine or other.")
        private ReviewDecision reject;

        ReviewDecision decision() {
            return approve ? ReviewDecision.APPROVED : reject;
        }
    }

    /** Reads {@code lost-medicine}. */
    static final class Reason implements ITypeConverter<ReviewDecision> {

        @Override
        public ReviewDecision convert(String text) {
            return switch (text) {
                case "left-identifiers" -> ReviewDecision.REJECTED_LEFT_IDENTIFIERS;
                case "lost-medicine" -> ReviewDecision.REJECTED_LOST_MEDICINE;
                case "other" -> ReviewDecision.REJECTED_OTHER;
                default ->
                    throw new TypeConversionException(
                            "found '" + text + "', expected left-identifiers, lost-medicine or other");
            };
        }
    }
}
