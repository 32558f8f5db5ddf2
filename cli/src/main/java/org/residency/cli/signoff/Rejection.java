package org.residency.cli.signoff;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.residency.cli.terminal.Terminal;
import org.residency.identity.Decision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Why a clinician refuses, in the fixed words of {@link Decision}. */
final class Rejection implements ITypeConverter<Decision> {

    private static final String PREFIX = "REJECTED_";

    @Override
    public Decision convert(String text) {
        return reasons().stream()
                .filter(decision -> word(decision).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("found '" + text + "', expected any of " + words()));
    }

    static Decision ask(Terminal terminal) {
        List<Decision> reasons = reasons();
        for (int i = 0; i < reasons.size(); i++) {
            terminal.line("  " + (i + 1) + "  " + word(reasons.get(i)));
        }
        while (true) {
            String answer = terminal.ask("Why (1 to " + reasons.size() + ")? ")
                    .orElse("")
                    .strip();
            if (answer.matches("[1-" + reasons.size() + "]")) {
                return reasons.get(Integer.parseInt(answer) - 1);
            }
            terminal.line("Please answer 1 to " + reasons.size() + ".");
        }
    }

    private static List<Decision> reasons() {
        return Arrays.stream(Decision.values())
                .filter(decision -> !decision.approves())
                .toList();
    }

    static String words() {
        return reasons().stream().map(Rejection::word).collect(Collectors.joining(", "));
    }

    private static String word(Decision decision) {
        return decision.name()
                .substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
