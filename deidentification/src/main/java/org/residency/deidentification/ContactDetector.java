package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** E-mail, web and network addresses, and files that may show a face: identifiers that their form gives away. */
final class ContactDetector implements PhiDetector {
    private static final int LONGEST = 300;
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/contact.txt");
    private static final Set<String> DOMAINS = LISTS.get("domains");
    /** Ends that are words or short as well: only with a path behind. */
    private static final Set<String> WORDLIKE = LISTS.get("wordlike");

    private static final Set<String> PICTURES = LISTS.get("pictures");
    private static final List<PatternRule> AT_WORD = List.of(
            PatternRule.of(
                    "email.spelled",
                    PhiClass.EMAIL,
                    "(?i)([a-z0-9._-]{1,64}(?: ?[\\[(]dot[\\])] ?[a-z0-9_-]{1,30}){0,3} ?[\\[(]at[\\])] ?[a-z0-9-]{1,63}(?: ?[\\[(]?(?:dot|\\.)[\\])]? ?[a-z]{2,10}){1,3})"),
            PatternRule.of(
                    "email.spoken",
                    PhiClass.EMAIL,
                    "(?i)([a-z0-9]{1,30}(?: (?:dot|underscore|dash|hyphen) [a-z0-9]{1,30}){0,4} at [a-z0-9-]{1,40}(?: dot [a-z]{2,10}){1,3})\\b"));
    private static final PatternRule FACE = PatternRule.of(
            "photograph.face",
            PhiClass.PHOTOGRAPH,
            "(?i)((?:full[- ]face|facial|passport) (?:photo(?:graph)?|image|picture)s?"
                    + "|(?:photo(?:graph)?|picture|image)s? of (?:the )?(?:patient's|his|her|their) face)\\b");
    private static final List<PatternRule> NUMERIC = List.of(
            PatternRule.of(
                    "ip.v4",
                    PhiClass.IP_ADDRESS,
                    "(?<![\\d.])((?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?::\\d{1,5})?)(?![\\d]|\\.\\d)"),
            PatternRule.of(
                    "device.mac", PhiClass.DEVICE, "(?<![\\w:-])((?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2})(?![\\w:-])"),
            PatternRule.of(
                    "ip.v6",
                    PhiClass.IP_ADDRESS,
                    "(?<![\\w:.])((?:[0-9A-Fa-f]{1,4}:){5,7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6})(?![\\w:])"));

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        String text = t.text;
        boolean spoken =
                text.contains(" dot ") || text.contains(" DOT ") || text.contains("(at") || text.contains("[at");
        boolean face = text.contains("fac") || text.contains("FAC") || text.contains("Fac") || text.contains("assport");
        for (int i = 0; i < t.count(); i++) {
            if (t.isMark(i)) {
                mark(t, i, spans);
            } else if (t.isWord(i) && spoken && (i == 0 || !t.isMark(i - 1, '.') || !t.touches(i))) {
                boolean begins =
                        t.folded(i + 1).equals("dot") || t.folded(i + 1).equals("at") || t.isMark(i + 1);
                for (PatternRule rule : AT_WORD) {
                    if (begins && rule.at(text, t.start(i), spans)) {
                        break;
                    }
                }
            }
            if (face && t.isWord(i) && "fpi".indexOf(Character.toLowerCase(text.charAt(t.start(i)))) >= 0) {
                FACE.at(text, t.start(i), spans);
            }
        }
    }

    private static void mark(Tokens t, int i, List<PhiSpan> spans) {
        if (t.isMark(i, '@')) {
            email(t.text, t.start(i), spans);
        } else if (t.isMark(i, ':') && i > 0 && t.touches(i)) {
            if (t.text.startsWith("//", t.end(i)) && t.isWord(i - 1)) {
                url(t.text, t.start(i - 1), spans);
            } else {
                numeric(t, i, spans);
            }
        } else if (t.isMark(i, '.') && i > 0 && t.touches(i)) {
            if (t.isNumber(i - 1)) {
                numeric(t, i, spans);
            }
            if (t.isWord(i + 1) && t.touches(i + 1)) {
                dotted(t, i, spans);
            }
        } else if (t.isMark(i, '-') && t.touches(i) && t.length(i - 1) <= 2) {
            numeric(t, i, spans);
        }
    }

    private static void numeric(Tokens t, int i, List<PhiSpan> spans) {
        int first = i - 1;
        while (t.touches(first) && !t.isMark(first - 1) && i - first < 4) {
            first--;
        }
        for (PatternRule rule : NUMERIC) {
            rule.at(t.text, t.start(first), spans);
        }
    }

    private static void email(String text, int at, List<PhiSpan> spans) {
        int start = at;
        while (start > 0 && at - start < 64 && isLocal(text.charAt(start - 1))) {
            start--;
        }
        int end = at + 1;
        boolean dot = false;
        while (end < text.length() && end - at < 255 && isHost(text.charAt(end))) {
            dot |= text.charAt(end) == '.' && end + 1 < text.length() && isHost(text.charAt(end + 1));
            end++;
        }
        while (end > at && ".-".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (start < at && dot && end > at + 1) {
            spans.add(new PhiSpan(start, end, PhiClass.EMAIL, "email.address"));
        }
    }

    private static void url(String text, int start, List<PhiSpan> spans) {
        int end = start;
        while (end < text.length() && end - start < LONGEST && isUrl(text.charAt(end))) {
            end++;
        }
        while (end > start && ".,;:".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end > start) {
            spans.add(new PhiSpan(start, end, PhiClass.URL, "url.form"));
        }
    }

    /** "www.example.org/x", "photo_3.jpg". */
    private static void dotted(Tokens t, int dot, List<PhiSpan> spans) {
        String ending = t.folded(dot + 1);
        boolean domain = DOMAINS.contains(ending)
                || (WORDLIKE.contains(ending) && t.isMark(dot + 2, '/') && t.touches(dot + 2) && t.touches(dot + 3));
        boolean picture = PICTURES.contains(ending);
        if (!domain && !picture) {
            return;
        }
        String text = t.text;
        int start = t.start(dot);
        while (start > 0
                && t.start(dot) - start < 100
                && (isHost(text.charAt(start - 1)) || text.charAt(start - 1) == '_')) {
            start--;
        }
        if (start > 0 && (text.charAt(start - 1) == '@' || text.charAt(start - 1) == '/')) {
            return;
        }
        if (picture) {
            spans.add(new PhiSpan(start, t.end(dot + 1), PhiClass.PHOTOGRAPH, "photograph.file"));
        } else if (start < t.start(dot)) {
            url(text, start, spans);
        }
    }

    private static boolean isLocal(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "._%+'-".indexOf(c) >= 0);
    }

    private static boolean isHost(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-');
    }

    private static boolean isUrl(char c) {
        return c > ' ' && "<>\"'])|".indexOf(c) < 0;
    }
}
