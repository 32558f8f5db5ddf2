package org.residency.deidentification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and codes that a label before them names (MRN, account, plate), whatever their shape: with blanks, letters or a
 * scanner's mistakes. A label that is also an ordinary word (plan, account, group) counts only with "number", "no.", "#",
 * "ID" or a colon, or before five digits.
 */
final class LabelledIdDetector implements PhiDetector {
    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
    /** Registered trials, and "34M" behind "ID:", which is whom infectious disease sees. */
    private static final Pattern PUBLIC = Pattern.compile("(?i)(?:nct|isrctn)\\d{6,}|\\d{1,2} ?(?:[mf]|yo|y/o)");

    private static final Pattern PART = Pattern.compile("(?i)lot|implant|plate");
    private static final Pattern LOGIN = Pattern.compile("(?i)login|user|username");
    private static final String CONNECTIVE =
            "((?:\\s?(?:numbers?\\b|no\\b\\.?|num\\b\\.?|nbr\\b|id\\b|ids\\b|code\\b|#)){0,2}"
                    + "(?:\\s?(?:is\\b|was\\b|by\\b|as\\b|ending(?: in\\b)?|ends(?: in\\b| with\\b)?|reads?\\b|[:=#|]|-\\s)){0,2}\\s{0,3}#?\\s?)";

    private static final List<Label> LABELS = List.of(
            label("ssn.label", PhiClass.SSN, "SSN|SS#|soc(?:ial)?\\.? sec(?:urity)?\\.?|social"),
            label(
                    "vehicle.label",
                    PhiClass.VEHICLE,
                    "VIN|vehicle identification|licen[cs]e plate|number plate|plate|vehicle registration|vehicle|tag"),
            label(
                    "record.label",
                    PhiClass.MEDICAL_RECORD,
                    "MRN|MR ?#|M\\.R\\.N\\.|med(?:ical)? rec(?:ord)?s?|health record|NHS|EMPI|CSN|unit record|chart (?:no\\.?|number|#)|chart|hosp(?:ital)? (?:no\\.?|number|id|#)|patient (?:no\\.?|number|id|identifier|#)|pt\\.? (?:id|no\\.?|#)|PID|URN|ID band|wristband|file"),
            label(
                    "plan.label",
                    PhiClass.HEALTH_PLAN,
                    "MBI|HICN|member|subscriber|beneficiary|medicare|medicaid|policy|insurance|ins\\.?|health plan|insured|group (?:no\\.?|number|id|#)|group|payer|(?:va )?claim|plan"),
            label(
                    "account.label",
                    PhiClass.ACCOUNT,
                    "account|acct|a/c|invoice|billing|IBAN|routing|credit card|debit card|bank|card"),
            label(
                    "licence.label",
                    PhiClass.LICENCE,
                    "(?:driver'?s'?|commercial) licen[cs]e|licen[cs]e|lic|DL|DEA|NPI|certificate|cert|passport|permit|registration"),
            label(
                    "device.label",
                    PhiClass.DEVICE,
                    "serial|S/N|SN|UDI|device|pacemaker|implant|lot|IMEI|pump|defibrillator|hearing aid|model"),
            label(
                    "biometric.label",
                    PhiClass.BIOMETRIC,
                    "fingerprints?|finger print|voice ?prints?|(?:retinal?|iris) scans?(?: template)?|palm ?prints?|face ?prints?|facial recognition|biometric(?: template| record| identifier)?|DNA profile|genetic profile"),
            label(
                    "photograph.label",
                    PhiClass.PHOTOGRAPH,
                    "photo(?:graph)?s?|clinical image|image|picture|selfie|headshot|mugshot"),
            label(
                    "id.label",
                    PhiClass.OTHER_ID,
                    "accession|specimen|encounter|order|study|subject|participant|enrollment|trial|badge|employee|user|username|login|confirmation|tracking|transaction|reference|ref|prescription|Rx|case|ticket|barcode|FIN|sample|donor|visit|record|unit|bag|requisition|report|inmate|student|military|service|referral|auth(?:ori[sz]ation)?|appointment|booking|kit|EDIPI|DoD|interpreter|ID"));

    private static final WordMap<List<Label>> BY_FIRST_WORD = byFirstWord();

    private record Label(String rule, PhiClass phiClass, String words, Pattern pattern) {}

    private static Label label(String rule, PhiClass phiClass, String words) {
        return new Label(rule, phiClass, words, Pattern.compile("(?i)(" + words + ")(?![\\p{L}])" + CONNECTIVE));
    }

    /** The rules to try at a word; written out, for the expressions begin in too many ways to be taken apart. */
    private static WordMap<List<Label>> byFirstWord() {
        Map<String, List<Label>> byWord = new HashMap<>();
        Set<String> starts = Set.of(
                "ssn",
                "ss",
                "soc",
                "social",
                "vin",
                "vehicle",
                "license",
                "licence",
                "number",
                "plate",
                "tag",
                "mrn",
                "mr",
                "m",
                "med",
                "medical",
                "health",
                "nhs",
                "empi",
                "csn",
                "unit",
                "chart",
                "hosp",
                "hospital",
                "patient",
                "pt",
                "pid",
                "urn",
                "id",
                "wristband",
                "file",
                "mbi",
                "hicn",
                "member",
                "subscriber",
                "beneficiary",
                "medicare",
                "medicaid",
                "policy",
                "insurance",
                "ins",
                "insured",
                "group",
                "payer",
                "va",
                "claim",
                "plan",
                "account",
                "acct",
                "a",
                "invoice",
                "billing",
                "iban",
                "routing",
                "credit",
                "debit",
                "bank",
                "card",
                "driver",
                "drivers",
                "lic",
                "dl",
                "dea",
                "npi",
                "certificate",
                "cert",
                "passport",
                "permit",
                "registration",
                "serial",
                "s",
                "sn",
                "udi",
                "device",
                "pacemaker",
                "implant",
                "lot",
                "imei",
                "pump",
                "defibrillator",
                "hearing",
                "model",
                "fingerprint",
                "fingerprints",
                "finger",
                "voice",
                "voiceprint",
                "voiceprints",
                "retina",
                "retinal",
                "iris",
                "palm",
                "face",
                "facial",
                "biometric",
                "dna",
                "genetic",
                "photo",
                "photos",
                "photograph",
                "photographs",
                "clinical",
                "image",
                "picture",
                "selfie",
                "headshot",
                "mugshot",
                "accession",
                "specimen",
                "encounter",
                "order",
                "study",
                "subject",
                "participant",
                "enrollment",
                "trial",
                "badge",
                "employee",
                "user",
                "username",
                "login",
                "confirmation",
                "tracking",
                "transaction",
                "reference",
                "ref",
                "prescription",
                "rx",
                "case",
                "ticket",
                "barcode",
                "fin",
                "sample",
                "donor",
                "visit",
                "record",
                "bag",
                "requisition",
                "report",
                "inmate",
                "student",
                "military",
                "service",
                "referral",
                "auth",
                "authorization",
                "authorisation",
                "appointment",
                "booking",
                "kit",
                "edipi",
                "dod",
                "interpreter");
        for (String start : starts) {
            byWord.put(
                    start,
                    LABELS.stream()
                            .filter(label -> mayBegin(label.words(), start))
                            .toList());
        }
        return WordMap.copyOf(byWord);
    }

    private static boolean mayBegin(String words, String start) {
        String folded = words.toLowerCase(java.util.Locale.ROOT);
        return folded.startsWith(start.substring(0, 1))
                || folded.contains("|" + start.charAt(0))
                || folded.contains("(?:" + start.charAt(0));
    }

    /** Labels that are nothing else and need no "number" after them. */
    private static final Pattern UNMISTAKABLE = Pattern.compile(
            "(?i)SSN|SS#|MRN|MR ?#|M\\.R\\.N\\.|NHS|EMPI|CSN|PID|URN|VIN|MBI|HICN|IBAN|NPI|DEA|S/N|SN|UDI|IMEI|EDIPI|.*(?:plate|no\\.?|number|id|identifier|#|band)"
                    + "|medical rec(?:ord)?|med rec|acct|fingerprints?|voice ?prints?|passport|driver'?s'? licen[cs]e|serial|accession|invoice|lic|licen[cs]e");

    private static final int FEWEST_GLUED = 4;
    private static final Pattern NUMBER_WORD = Pattern.compile("(?i)\\b(?:numbers?|no|num|nbr|ids?|code|ending)\\b|#");
    private static final Set<String> NOT_BEHIND = WordSet.of(
            "mg", "ml", "mcg", "year", "years", "yr", "yrs", "yo", "y", "cm", "mm", "kg", "days", "day", "weeks",
            "week", "hours", "months", "units", "and", "or", "at", "on", "in", "of", "th", "st", "nd", "rd", "x", "a",
            "for", "with", "g", "to");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i) || (t.touches(i) && (t.isWord(i - 1) || t.isNumber(i - 1)))) {
                continue;
            }
            List<Label> labels = BY_FIRST_WORD.get(t.folded(i));
            if (labels != null) {
                for (Label label : labels) {
                    tryLabel(label, t, i, spans);
                }
            }
        }
    }

    private static void tryLabel(Label label, Tokens t, int i, List<PhiSpan> spans) {
        int offset = t.start(i);
        Matcher matcher = label.pattern()
                .matcher(t.text)
                .region(offset, Math.min(t.text.length(), offset + PatternRule.REACH))
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        if (!matcher.lookingAt()) {
            return;
        }
        int from = t.at(matcher.end());
        if (from >= t.count() || t.start(from) - matcher.end() > 2 || from <= i) {
            return;
        }
        int end = valueEnd(t, from);
        // "SN60WF", "Empi 300PV": a model or maker rather than a label and a number.
        boolean glued = matcher.group(2).isEmpty() && t.touches(from) && t.isWord(from - 1);
        if (end > from && (glued || (t.letterIsCapital(i) && t.length(i) == 4)) && fewDigits(t, from, end)) {
            return;
        }
        if (end > from
                && !PUBLIC.matcher(t.of(from, end - 1)).matches()
                && isIdentifier(matcher.group(1), matcher.group(2), t.of(from, end - 1))
                && !t.is(end, WordFacts.UNIT)
                && !t.isMark(end, '%')) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), label.phiClass(), label.rule()));
        }
    }

    /** Behind a code, further groups of it: "K0098 2231", "XQB 8841 2207 W", "H 4 4 1 9 0 2". */
    static int valueEnd(Tokens t, int from) {
        int end = chunkEnd(t, from);
        if (end == from) {
            return from;
        }
        boolean digits = hasDigit(t, from, end);
        boolean prefix = !digits
                && t.isWord(from)
                && end == from + 1
                && t.length(from) <= 4
                && (t.isUpper(from) || !NOT_BEHIND.contains(t.folded(from)));
        if (!digits && !prefix) {
            return from;
        }
        int groups = 1;
        int last = end;
        while (groups < 12
                && last < t.count()
                && t.start(last) == t.end(last - 1) + 1
                && t.text.charAt(t.end(last - 1)) == ' ') {
            int next = chunkEnd(t, last);
            if (next == last) {
                break;
            }
            boolean number = hasDigit(t, last, next);
            boolean letter = next == last + 1
                    && t.isWord(last)
                    && t.isUpper(last)
                    && t.length(last) == 1
                    && (!t.isWord(next) || t.beginsLine(next) || (groups > 1 && digits));
            boolean unit = (t.is(next, WordFacts.UNIT) && !t.beginsLine(next))
                    || (NOT_BEHIND.contains(t.folded(last + 1)) && t.touches(last + 1))
                    || t.isMark(next, '%');
            boolean year = t.isNumber(last)
                    && next == last + 1
                    && YEAR.matcher(t.folded(last)).matches()
                    && digits
                    && groups == 1
                    && t.length(from) != 4;
            boolean word = t.isWord(last) && t.length(last) > 3;
            boolean date = digits
                    && next - last >= 5
                    && t.isMark(last + 1)
                    && t.isMark(last + 3)
                    && t.length(last) <= 2
                    && t.length(last + 2) <= 2;
            if ((!number && !letter)
                    || unit
                    || year
                    || word
                    || date
                    || (t.end(next - 1) - t.start(last) > 8
                            && groups > 0
                            && digits
                            && t.isNumber(last)
                            && t.length(last) > 6)) {
                break;
            }
            digits |= number;
            end = next;
            last = next;
            groups++;
        }
        return digits ? end : from;
    }

    /** What stands together without a blank. */
    private static int chunkEnd(Tokens t, int from) {
        int at = from;
        while (at < t.count()
                && at < from + 24
                && (at == from || t.touches(at))
                && (t.isWord(at)
                        || t.isNumber(at)
                        || (at > from && t.isMark(at) && "-/._#".indexOf(t.text.charAt(t.start(at))) >= 0)
                        || (at > from && t.isMark(at, ':') && t.isWord(at + 1) && t.touches(at + 1)))) {
            at++;
        }
        while (at > from && t.isMark(at - 1)) {
            at--;
        }
        return at;
    }

    private static boolean fewDigits(Tokens t, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            digits += t.isNumber(i) ? t.length(i) : 0;
        }
        return digits < FEWEST_GLUED && t.isWord(to - 1);
    }

    private static boolean hasDigit(Tokens t, int from, int to) {
        for (int i = from; i < to; i++) {
            if (t.isNumber(i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIdentifier(String label, String connective, String value) {
        long digits = value.chars().filter(Character::isDigit).count();
        long codes = value.chars()
                .filter(c -> Character.isDigit(c) || (c >= 'A' && c <= 'Z'))
                .count();
        if (UNMISTAKABLE.matcher(label).matches()) {
            return digits >= 2 || codes >= 4;
        }
        boolean marked = connective.indexOf(':') >= 0 || connective.indexOf('=') >= 0 || connective.indexOf('|') >= 0;
        if (NUMBER_WORD.matcher(connective).find()) {
            return digits >= 2 || (connective.contains("#") && value.length() > 1);
        }
        if (LOGIN.matcher(label).matches()) {
            return digits >= 1 && value.length() >= 4 && value.length() > digits;
        }
        if (PART.matcher(label).matches()) {
            return digits >= 2 && codes >= 4;
        }
        boolean mixed =
                codes > digits && codes >= 5 && digits >= 2 && value.chars().noneMatch(c -> c >= 'a' && c <= 'z');
        return digits >= (marked ? 4 : 5) || mixed;
    }
}
