package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;

/** E-mail, web and network addresses, and files that may show a face: identifiers that their form gives away. */
final class ContactDetector implements PhiDetector {
    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\\.[A-Za-z0-9-]{1,63}){1,6}";
    private static final List<PatternRule> RULES = List.of(
            PatternRule.of("email.address", PhiClass.EMAIL, "([A-Za-z0-9._%+'-]{1,64}@" + HOST + ")"),
            PatternRule.of(
                    "email.spelled",
                    PhiClass.EMAIL,
                    "(?i)([a-z0-9._-]{1,64} ?[\\[(]at[\\])] ?[a-z0-9-]{1,63}(?: ?[\\[(]?(?:dot|\\.)[\\])]? ?[a-z]{2,10}){1,3})"),
            PatternRule.of("url.scheme", PhiClass.URL, "(?i)\\b((?:https?|ftps?|sftp)://[^\\s<>\"'\\])]{1,500})"),
            PatternRule.of("url.www", PhiClass.URL, "(?i)\\b(www\\.[a-z0-9-]{1,63}\\.[^\\s<>\"'\\])]{1,500})"),
            PatternRule.of(
                    "url.domain",
                    PhiClass.URL,
                    "(?<![\\w@.-])([a-z0-9][a-z0-9-]{1,62}(?:\\.[a-z0-9-]{2,63}){0,3}"
                            + "\\.(?:com|org|net|edu|gov|info|health|io|us|uk|de|fr|ca)(?:/[^\\s<>\"'\\])]{0,300})?)(?![\\w@-])"),
            PatternRule.of(
                    "ip.v4",
                    PhiClass.IP_ADDRESS,
                    "(?<![\\d.])((?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?::\\d{1,5})?)(?![\\d]|\\.\\d)"),
            PatternRule.of(
                    "ip.v6",
                    PhiClass.IP_ADDRESS,
                    "(?<![\\w:.])((?:[0-9A-Fa-f]{1,4}:){5,7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6})(?![\\w:])"),
            PatternRule.of(
                    "device.mac", PhiClass.DEVICE, "(?<![\\w:-])((?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2})(?![\\w:-])"),
            PatternRule.of(
                    "photograph.file",
                    PhiClass.PHOTOGRAPH,
                    "(?i)(?<![\\w./-])([\\w-]{1,80}\\.(?:jpe?g|png|heic|tiff?|bmp|gif|dcm|raw|webp))\\b"),
            PatternRule.of(
                    "photograph.face",
                    PhiClass.PHOTOGRAPH,
                    "(?i)\\b((?:full[- ]face|facial|passport) (?:photo(?:graph)?|image|picture)s?"
                            + "|(?:photo(?:graph)?|picture|image)s? of (?:the )?(?:patient's|his|her|their) face)\\b"));

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        RULES.forEach(rule -> rule.findIn(text, spans));
        return spans;
    }
}
