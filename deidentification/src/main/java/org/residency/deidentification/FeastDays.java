package org.residency.deidentification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Days that have a name ("All Saints' Day", "Flag Day"), by their first word. */
final class FeastDays {
    private static final Pattern PARTS = Pattern.compile(" |(?<=[-'.])|(?=[-'.])");
    private static final WordMap<List<List<String>>> BY_FIRST = read();

    private FeastDays() {}

    private static WordMap<List<List<String>>> read() {
        Map<String, List<List<String>>> byFirst = new HashMap<>();
        for (String day : WordList.lines("feast-days.txt")) {
            List<String> parts = new ArrayList<>();
            for (String part : PARTS.split(day, -1)) {
                if (!part.isEmpty()) {
                    parts.add(part);
                }
            }
            byFirst.computeIfAbsent(parts.get(0), first -> new ArrayList<>(1)).add(parts);
        }
        return WordMap.copyOf(byFirst);
    }

    /** The token behind the longest such day that begins at {@code i}, or {@code i}. */
    static int end(Tokens t, int i) {
        int end = i;
        List<List<String>> days = BY_FIRST.get(first(t, i));
        if (days == null) {
            return end;
        }
        for (List<String> parts : days) {
            int at = i;
            int k = 0;
            while (k < parts.size()) {
                StringBuilder word = new StringBuilder(parts.get(k));
                // A word of the text keeps its inner apostrophe: "b'av".
                while (k + 2 < parts.size()
                        && parts.get(k + 1).equals("'")
                        && !t.folded(at).contentEquals(word)) {
                    word.append('\'').append(parts.get(k + 2));
                    k += 2;
                }
                String part = word.toString();
                boolean mark = part.length() == 1 && !Character.isLetter(part.charAt(0));
                if (mark ? !t.isMark(at, part.charAt(0)) : !t.folded(at).equals(part)) {
                    break;
                }
                k++;
                at++;
            }
            boolean alone = parts.size() == 1 && !t.isCapital(i) && !t.inLowerLine(i);
            if (k == parts.size() && !alone) {
                end = Math.max(end, at);
            }
        }
        return end;
    }

    private static String first(Tokens t, int i) {
        String word = t.folded(i);
        int apostrophe = word.indexOf('\'');
        return BY_FIRST.contains(word) || apostrophe < 0 ? word : word.substring(0, apostrophe);
    }
}
