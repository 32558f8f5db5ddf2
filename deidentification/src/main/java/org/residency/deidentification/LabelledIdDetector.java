package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and codes that a label before them names (MRN, account, plate), whatever their shape. A label that is also an
 * ordinary word (plan, account, group) counts only with "number", "no.", "#", "ID" or a colon, or before five digits.
 */
final class LabelledIdDetector implements PhiDetector {
    private static final String CONNECTIVE =
            "((?:\\s?(?:numbers?\\b|no\\b\\.?|num\\b\\.?|nbr\\b|id\\b|ids\\b|code\\b|#)){0,2}"
                    + "(?:\\s?(?:is\\b|was\\b|ending in\\b|[:=#]|-\\s)){0,2}\\s{0,2}#?\\s?)";
    private static final String VALUE = "((?=[A-Za-z/-]{0,10}\\d)[A-Za-z0-9][A-Za-z0-9./-]{0,30}"
            + "(?: (?!(?:19|20)\\d\\d\\b)(?=[A-Z]{0,3}\\d)[A-Z0-9]{3,6}(?![\\w/%.-]\\w)(?! ?(?:mg|mL|ml|mcg|year|yr|y/o|yo)\\b)){0,4})";

    private static final List<Label> LABELS = List.of(
            certain("ssn.label", PhiClass.SSN, "SSN|SS#|soc(?:ial)?\\.? sec(?:urity)?\\.?"),
            certain(
                    "vehicle.label",
                    PhiClass.VEHICLE,
                    "VIN|vehicle identification|licen[cs]e plate|number plate|plate|vehicle registration|vehicle"),
            certain(
                    "record.label",
                    PhiClass.MEDICAL_RECORD,
                    "MRN|MR ?#|M\\.R\\.N\\.|med(?:ical)? rec(?:ord)?s?|health record|NHS|EMPI|CSN|unit record|chart (?:no\\.?|number|#)|hospital (?:no\\.?|number|id|#)|patient (?:no\\.?|number|id|identifier|#)|pt\\.? (?:id|no\\.?|#)|PID|URN"),
            certain(
                    "plan.label",
                    PhiClass.HEALTH_PLAN,
                    "MBI|HICN|member|subscriber|beneficiary|medicare|medicaid|policy|insurance|health plan|insured|group (?:no\\.?|number|id|#)|payer|claim"),
            certain(
                    "account.label",
                    PhiClass.ACCOUNT,
                    "account|acct|a/c|invoice|billing|IBAN|routing|credit card|debit card|bank|card"),
            certain(
                    "licence.label",
                    PhiClass.LICENCE,
                    "driver'?s'? licen[cs]e|licen[cs]e|lic|DL|DEA|NPI|certificate|cert|passport|permit|registration"),
            certain(
                    "device.label",
                    PhiClass.DEVICE,
                    "serial|S/N|SN|UDI|device|pacemaker|implant|lot|IMEI|pump|defibrillator|hearing aid"),
            certain(
                    "biometric.label",
                    PhiClass.BIOMETRIC,
                    "fingerprints?|finger print|voice ?prints?|retinal? scan|iris scan|palm ?prints?|face ?prints?|facial recognition|biometric(?: template| record| identifier)?|DNA profile|genetic profile"),
            certain(
                    "photograph.label",
                    PhiClass.PHOTOGRAPH,
                    "photo(?:graph)?s?|clinical image|image|picture|selfie|headshot|mugshot"),
            certain(
                    "id.label",
                    PhiClass.OTHER_ID,
                    "accession|specimen|encounter|order|study|subject|participant|enrollment|trial|badge|employee|user|username|login|confirmation|tracking|transaction|reference|ref|prescription|Rx|case|file|ticket|barcode|FIN|sample|donor|visit|record|chart|unit|bag|requisition|report|inmate|student|military|service|referral|authori[sz]ation|appointment|booking"));

    private record Label(String rule, PhiClass phiClass, Pattern pattern) {}

    private static Label certain(String rule, PhiClass phiClass, String words) {
        return new Label(
                rule,
                phiClass,
                Pattern.compile("(?i)(?<![\\p{L}\\d])(" + words + ")(?![\\p{L}])" + CONNECTIVE + VALUE));
    }

    /** Labels that are nothing else and need no "number" after them. */
    private static final Pattern UNMISTAKABLE = Pattern.compile(
            "(?i)SSN|SS#|MRN|MR ?#|M\\.R\\.N\\.|NHS|EMPI|CSN|PID|URN|VIN|MBI|HICN|IBAN|NPI|DEA|S/N|UDI|IMEI|.*(?:plate|no\\.?|number|id|identifier|#)"
                    + "|medical record|med rec|acct|fingerprints?|voice ?prints?|passport|driver'?s'? licen[cs]e");

    private static final Pattern NUMBER_WORD = Pattern.compile("(?i)\\b(?:numbers?|no|num|nbr|ids?|code)\\b|#");

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        for (Label label : LABELS) {
            Matcher matcher = label.pattern().matcher(text);
            while (matcher.find()) {
                int start = matcher.start(3);
                int end = trimmedEnd(text, start, matcher.end(3));
                if (end > start && isIdentifier(matcher.group(1), matcher.group(2), text.substring(start, end))) {
                    spans.add(new PhiSpan(start, end, label.phiClass(), label.rule()));
                }
            }
        }
        return spans;
    }

    private static boolean isIdentifier(String label, String connective, String value) {
        long digits = value.chars().filter(Character::isDigit).count();
        if (UNMISTAKABLE.matcher(label).matches()) {
            return digits >= 2;
        }
        boolean named = NUMBER_WORD.matcher(connective).find();
        if (named) {
            return digits >= 2 || (connective.contains("#") && value.length() > 1);
        }
        return digits >= (connective.isBlank() ? 5 : 4);
    }

    private static int trimmedEnd(String text, int start, int end) {
        int trimmed = end;
        while (trimmed > start && ".-/".indexOf(text.charAt(trimmed - 1)) >= 0) {
            trimmed--;
        }
        return trimmed;
    }
}
