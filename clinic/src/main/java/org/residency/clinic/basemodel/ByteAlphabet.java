package org.residency.clinic.basemodel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The 256 printable characters that stand for bytes in a byte-level vocabulary, as GPT-2 chose them: printable Latin-1
 * stands for itself, the other bytes follow from U+0100 on.
 */
final class ByteAlphabet {
    private final char[] letters = new char[256];

    ByteAlphabet() {
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
            letters[value] = printable ? (char) value : (char) next++;
        }
    }

    /** One letter a byte, in the order of the bytes. */
    List<String> letters() {
        List<String> all = new ArrayList<>();
        for (char letter : letters) {
            all.add(String.valueOf(letter));
        }
        return all;
    }

    /** The UTF-8 bytes of a piece of text, each as its letter. */
    List<String> spell(String text) {
        List<String> spelled = new ArrayList<>();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            spelled.add(String.valueOf(letters[value & 0xFF]));
        }
        return spelled;
    }
}
