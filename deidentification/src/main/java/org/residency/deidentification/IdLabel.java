package org.residency.deidentification;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A label of numbers and codes.
 *
 * @param words the expression of its words alone
 * @param pattern the words (group 1) and what joins them to the code (group 2)
 */
record IdLabel(String rule, PhiClass phiClass, String words, Pattern pattern) {
    private static final String CONNECTIVE =
            "((?:\\s?(?:numbers?\\b|no\\b\\.?|num\\b\\.?|nbr\\b|id\\b|ids\\b|code\\b|#)){0,2}"
                    + "(?:\\s?(?:is\\b|was\\b|by\\b|as\\b|ending(?: in\\b)?|ends(?: in\\b| with\\b)?|reads?\\b|[:=#|]|-\\s)){0,2}\\s{0,3}#?\\s?)";

    private static final List<IdLabel> LABELS = List.of(
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

    private static final WordMap<List<IdLabel>> BY_FIRST_WORD = byFirstWord();

    /** Those that may begin with this word, or null. */
    static List<IdLabel> beginningWith(String folded) {
        return BY_FIRST_WORD.get(folded);
    }

    private static IdLabel label(String rule, PhiClass phiClass, String words) {
        return new IdLabel(rule, phiClass, words, Pattern.compile("(?i)(" + words + ")(?![\\p{L}])" + CONNECTIVE));
    }

    /** The labels to try at a word; written out in a list, for the expressions begin in too many ways to be taken apart. */
    private static WordMap<List<IdLabel>> byFirstWord() {
        Map<String, List<IdLabel>> byWord = new HashMap<>();
        for (String start : WordList.words("rules/id-label.txt")) {
            byWord.put(
                    start,
                    LABELS.stream()
                            .filter(label -> mayBegin(label.words(), start))
                            .toList());
        }
        return WordMap.copyOf(byWord);
    }

    private static boolean mayBegin(String words, String start) {
        String folded = words.toLowerCase(Locale.ROOT);
        return folded.startsWith(start.substring(0, 1))
                || folded.contains("|" + start.charAt(0))
                || folded.contains("(?:" + start.charAt(0));
    }
}
