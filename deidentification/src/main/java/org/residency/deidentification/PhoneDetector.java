package org.residency.deidentification;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Telephone, pager and fax numbers: valid ones anywhere (libphonenumber), and those of North American shape or after a
 * word of telephony even where they are not valid, as in many notes. One is a fax number when "fax" stands before it.
 */
final class PhoneDetector implements PhiDetector {
    private static final int MAX_TRIES = 10_000;
    private static final int LABEL_REACH = 24;
    private static final String EXTENSION = "(?:,? ?(?:x|ext\\.?|extension) ?\\d{1,6})?";
    private static final Pattern SHAPE = Pattern.compile("(?i)(?<![\\w.-])((?:\\+?1[-. ]?)?"
            + "(?:\\(\\d{3}\\) ?-?|\\d{3}[-./ ])\\d{3}[-. ]\\d{4}" + EXTENSION + ")(?![\\d-])");
    private static final Pattern LABELLED =
            Pattern.compile("(?i)\\b(?:phone|telephone|tel|ph|cell|mobile|call(?:ed|s)?(?: \\w+){0,2}"
                    + "|pager|beeper|paged|contact(?:ed)?|fax(?:ed)?|facsimile|reach(?:ed|able)?(?: \\w+){0,2}|dial|text(?:ed)?|hotline|voicemail|extension|ext)"
                    + "\\b\\.?(?: ?(?:number|no\\.?|#|is|at|on|to|back|home|work)){0,3} ?[:=#]? ?"
                    + "((?:\\+\\d{1,3}[ -]?)?\\(?\\d{2,5}\\)?(?:[-. /]?\\d{2,5}){0,4}" + EXTENSION
                    + ")(?![\\w%]| ?(?:mg|ml|times|hours?|days?|weeks?|minutes?|beats|/))");
    private static final Pattern SEVEN_DIGITS = Pattern.compile("(?<![\\w.-])(\\d{3}-\\d{4}" + EXTENSION
            + ")(?![\\d%/-]| ?(?:mg|mcg|ml|mL|kcal|cells|units|U/|IU|mm|/|ms|min|hours|days|patients|g/))");
    private static final Pattern RANGE_BEFORE =
            Pattern.compile("(?i)(?:range|normal|between|ref(?:erence)?|dose|of|pmid|loinc|to)[:( ]{0,3}$");

    private final PhoneNumberUtil phoneNumbers = PhoneNumberUtil.getInstance();

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        for (PhoneNumberMatch match : phoneNumbers.findNumbers(text, "US", Leniency.VALID, MAX_TRIES)) {
            // Without a plus or parentheses it may be a measurement or a record number; other rules look at those.
            if (match.rawString().startsWith("+") || match.rawString().startsWith("(")) {
                add(text, match.start(), match.end(), "valid", spans);
            }
        }
        Matcher shape = SHAPE.matcher(text);
        while (shape.find()) {
            add(text, shape.start(1), shape.end(1), "shape", spans);
        }
        Matcher labelled = LABELLED.matcher(text);
        while (labelled.find()) {
            if (labelled.group(1).chars().filter(Character::isDigit).count() >= 4) {
                add(text, labelled.start(1), labelled.end(1), "label", spans);
            }
        }
        Matcher seven = SEVEN_DIGITS.matcher(text);
        while (seven.find()) {
            String before = text.substring(Math.max(0, seven.start() - LABEL_REACH), seven.start());
            if (!RANGE_BEFORE.matcher(before).find()) {
                add(text, seven.start(1), seven.end(1), "seven", spans);
            }
        }
        return spans;
    }

    private static void add(String text, int start, int end, String rule, List<PhiSpan> spans) {
        String before = text.substring(Math.max(0, start - LABEL_REACH), start).toLowerCase(Locale.ROOT);
        int fax = Math.max(before.lastIndexOf("fax"), before.lastIndexOf("facsimile"));
        boolean nearerThanPhone = fax >= 0 && fax > Math.max(before.lastIndexOf("phone"), before.lastIndexOf("tel"));
        PhiClass phiClass = nearerThanPhone ? PhiClass.FAX : PhiClass.PHONE;
        spans.add(new PhiSpan(start, end, phiClass, (nearerThanPhone ? "fax." : "phone.") + rule));
    }
}
