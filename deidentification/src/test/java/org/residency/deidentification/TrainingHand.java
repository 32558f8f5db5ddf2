package org.residency.deidentification;

import java.text.Normalizer;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Writes a note in one of the ways in which people write: as it stands, in capitals, in small letters, with names alone in
 * either, with a capital on each word, badly scanned, without accents. Char by char, for the labels must stay where they are.
 */
final class TrainingHand {
    private final Random random;

    TrainingHand(Random random) {
        this.random = random;
    }

    /** The text as somebody writes it, as long as before. */
    String write(String whole, String labelled) {
        int form = random.nextInt(100);
        StringBuilder out = new StringBuilder(whole);
        if (form < 13) {
            change(out, i -> true, Character::toUpperCase);
        } else if (form < 33) {
            change(out, i -> true, Character::toLowerCase);
        } else if (form < 38) {
            change(out, i -> labelled.charAt(i) != '0', Character::toLowerCase);
        } else if (form < 41) {
            change(out, i -> labelled.charAt(i) == '1', Character::toUpperCase);
        } else if (form < 43) {
            change(out, i -> i == 0 || whole.charAt(i - 1) <= ' ', Character::toUpperCase);
        } else if (form < 46) {
            scanned(out);
        }
        if (random.nextInt(8) == 0) {
            change(out, i -> out.charAt(i) > 127, TrainingHand::withoutAccent);
        }
        return out.toString();
    }

    private static void change(StringBuilder out, IntPredicate which, IntUnaryOperator how) {
        for (int i = 0; i < out.length(); i++) {
            if (which.test(i)) {
                out.setCharAt(i, (char) how.applyAsInt(out.charAt(i)));
            }
        }
    }

    private static int withoutAccent(int c) {
        return Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD).charAt(0);
    }

    /** As bad scans are read. */
    private void scanned(StringBuilder out) {
        String seen = "lIormecO";
        String read = "1lomnceC";
        for (int i = 0; i < out.length(); i++) {
            int at = seen.indexOf(out.charAt(i));
            if (at >= 0 && random.nextInt(30) == 0) {
                out.setCharAt(i, read.charAt(at));
            }
        }
    }
}
