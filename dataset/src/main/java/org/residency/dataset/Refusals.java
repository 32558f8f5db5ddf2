package org.residency.dataset;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises a model that declines in place of a clinician who answers; such rows teach declining. */
final class Refusals {
    private static final Pattern SELF =
            Pattern.compile("\\bas an? (?:ai|artificial intelligence|large language model|language model)\\b"
                    + "|\\bi(?: am|'m) (?:just |only |merely )?an? (?:ai|language model|virtual assistant)\\b");
    private static final Pattern OPENING =
            Pattern.compile("^(?:i(?: am|'m) sorry|i apologi[sz]e|sorry|unfortunately)?[,.]? ?(?:but )?"
                    + "i(?: cannot|'m unable to| am unable to| can't| can not| am not able to|'m not able to)"
                    + " (?:provide|offer|give|help|assist|answer|diagnose|make)\\b");

    private Refusals() {}

    static boolean isRefusal(String text) {
        String folded = text.strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        return SELF.matcher(folded).find() || OPENING.matcher(folded).find();
    }
}
