package org.residency.deidentification;

/** Expressions for the parts of a date, of which the rules of dates are made. */
final class DateParts {
    /** English, French, Spanish, and what German, Italian, Portuguese, Dutch and the Nordic languages have beside them. */
    static final String MONTH =
            "(?:jan(?:uary|uari?|v(?:ier)?|eiro|\\.)?|j[a\u00e4]nner|gennaio|janvier|ene(?:ro)?|feb(?:ruary|ruari?|rero|braio|\\.)?|f[e\u00e9]v(?:r(?:ier)?|ereiro)?"
                    + "|mar(?:ch|s|zo|\u00e7o)?|m[a\u00e4]rz|maart|apr(?:ile?)?|avr(?:il)?|abr(?:il)?|ma[iyj](?:o)?|maggio|mei|jun[ei]?|giugno|juin|jun[ih]o|jul[yi]?|juil(?:let)?|luglio|jul[ih]o"
                    + "|aug(?:ust(?:us|i)?)?|ao[u\u00fb]t|ago(?:sto)?|sep(?:t(?:ember|embre|iembre)?|\\.)?|setiembre|setembro|settembre|oct(?:ober|obre|ubre)?|ok?tt?ober|ottobre|okt|outubro"
                    + "|nov(?:ember|embre|iembre|embro)?|d[e\u00e9]c(?:ember|embre)?|de[sz]embe?ro?|dez|dic(?:iembre|embre)?)\\b\\.?";

    static final String SHORT_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic)";
    static final String DAY = "(?:3[01]|[12]\\d|0?[1-9])";
    static final String ORDINAL_DAY = DAY + "(?:st|nd|rd|th|er|e|:e|\\.|\u00ba|\u00b0)?";
    static final String YEAR = "(?:1[89]|20)\\d{2}";
    static final String UNITS_DIGIT = "(?:one|two|three|four|five|six|seven|eight|nine)";
    static final String SPELLED_YEAR =
            "(?:(?:nineteen|twenty|two thousand)(?:[ -](?:and )?(?:hundred|oh|ten|eleven|twelve|\\w{3,6}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?(?:[ -]?"
                    + UNITS_DIGIT + ")?)?)";
    static final String SPELLED_DAY =
            "(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
                    + "|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth";
    static final String NUMBER_WORD = "(?:" + UNITS_DIGIT
            + "|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty)(?:[- ]"
            + UNITS_DIGIT + ")?)";

    static final String SPANISH_DAY =
            "(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[e\u00e9]is|diecisiete|dieciocho|diecinueve|veinte"
                    + "|veinti(?:uno|d[o\u00f3]s|tr[e\u00e9]s|cuatro|cinco|s[e\u00e9]is|siete|ocho|nueve)|treinta(?: y uno)?)";
    static final String FRENCH_DAY =
            "(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize"
                    + "|vingt(?:[- ]et[- ]un|-(?:deux|trois|quatre|cinq|six|sept|huit|neuf))?|trente(?:[- ]et[- ]un)?)";

    private DateParts() {}

    static PatternRule rule(String name, String expression) {
        return PatternRule.of("date." + name, PhiClass.DATE, expression);
    }
}
