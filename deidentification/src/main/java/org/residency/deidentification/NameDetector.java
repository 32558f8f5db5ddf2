package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.deidentification.NameWords.Comma;

/** Names by what stands around them: a title, a label, a relation, a signature, a credential, an age. */
final class NameDetector implements PhiDetector {
    private static final String W = "(?<![\\p{L}'-])\\p{Lu}\\p{L}{0,24}+(?:['-]\\p{L}{1,24}+){0,3}+";
    private static final String NAME =
            W + "\\.?(?: (?:(?:de|del|la|van|von|der|bin|al|el|da|di) ){0,2}" + W + "\\.?){0,3}";

    /** As written by hand or machine: in proper case, or in another with a full stop. MS and MR alone are medicine. */
    private static final Pattern TITLE = Pattern.compile(
            "(?<![\\p{L}\\d])(?:(?:Mr|Mrs|Ms|Mx|Dr|Drs|Mister|Prof|Sra|Se\u00f1ora?)\\b\\.?|(?i:mr|mrs|ms|mx|dr|drs|prof)\\.),? {1,2}");

    private static final Pattern BARE_TITLE =
            Pattern.compile("(?<![\\p{L}\\d])(?:mr|mrs|ms|dr|MR|MRS|DR|Miss|MISS|miss) ");
    private static final Pattern SOFT_TITLE = Pattern.compile(
            "(?<![\\p{L}\\d])(?:Doctor|Professor|Nurse|Sister|Pastor|Reverend|Rev\\.|Rabbi|Imam|Judge|Officer|Sergeant|Sgt\\.|Captain|Capt\\.|Lt\\.|Detective|Sir|Madam|Attorney|Chaplain|Coach|Baby|Aunt|Uncle|Grandma|Grandpa|NP|RN|PA-C) ");
    private static final Pattern PERSON_LABEL = Pattern.compile(
            "(?i)(?<![\\p{L}])(?:(?:patient|pt|client|full|legal|first|last|middle|maiden|preferred|mother's|father's|spouse's|employer|contact|guarantor|insured|subscriber|member)(?:'s)? name|patient|pt|name|client|nickname|alias|a\\.?k\\.?a\\.?|guarantor|surname)"
                    + "(?: is|:| ?=| ?- | ?\\|) {0,3}");
    /** A whole value of two or three capitalised words behind the patient's label is a name whatever they mean: Lou Block. */
    private static final Pattern LABELLED_WHOLE =
            Pattern.compile("(?<![\\p{L}])(?:Patient|PATIENT|Pt|Name|NAME)(?: [Nn]ame| NAME)?: {0,3}(" + W + "(?: " + W
                    + "\\.?){1,2})(?= ?(?:[.,;|(\\n]|$))");

    private static final Pattern STAFF_LABEL = Pattern.compile(
            "(?i)(?<![\\p{L}])(?:attending(?: physician| provider| md)?|(?:primary care |referring |consulting |ordering |treating |admitting |requesting )?(?:physician|provider|doctor|clinician|surgeon|practitioner)|surgeon|assistant|anesthesiologist|radiologist|pathologist|cardiologist|oncologist|neurologist|psychiatrist|pediatrician|psychologist|therapist|pharmacist|midwife|pcp|hospitalist|resident|fellow|intern|scribe|author|nurse|rn|case manager|social worker|interpreter|witness|technologist|technician|informant|caregiver|guardian|next of kin|nok|emergency contact|contact(?: person)?|health care proxy|proxy|poa|cc|attn|attention)"
                    + "(?: \\((?:[\\w ]{1,20})\\))?(?:: {0,3}| ?= ?)");
    private static final Pattern RELATIVE_LABEL = Pattern.compile(
            "(?i)(?<![\\p{L}])(?:mother|father|mom|dad|husband|wife|spouse|son|daughter|brother|sister|partner|parent|grandmother|grandfather|aunt|uncle|neighbor|friend|employer)(?: \\([\\w ]{1,20}\\))?: {0,3}");
    private static final Pattern SIGNED = Pattern.compile(
            "(?i)(?<![\\p{L}])(?:(?:seen|dictated|signed|cosigned|co-signed|reviewed|examined|evaluated|referred|transcribed|prepared|entered|verified|typed|authored|authenticated|attested|interviewed|witnessed|accompanied|admitted|called|consulted)(?: \\w{1,14})? by|(?:spoke|spoken|discussed|talked|reviewed)(?: \\w{1,14})? with|spoke to|referred to|care of|sincerely,?|regards,?|respectfully,?|cordially,?|yours truly,?|dear|attn:?|thank you,?)\\s{1,3}");
    private static final Pattern DONE_BY = Pattern.compile(
            "(?i)(?<![\\p{L}])(?:(?:read|interpreted|performed|approved|ordered|written|supervised|consented|assisted|collected|requested|followed|recommended|given|reported|obtained|placed|administered|treated|managed|operated)(?: \\w{1,14})? by|per)\\s{1,2}");
    private static final String RELATION =
            "(?:(?:(?:ex-?|step|grand|great-?grand|half-?)?(?:wife|husband|mother|father|mom|dad|son|daughter|brother|sister|child|parent)|spouse|partner|girlfriend|boyfriend|fianc[e\u00e9]{1,2}|friend|neighbou?r|roommate|caregiver|caretaker|guardian|aunt|uncle|cousin|niece|nephew|twin|boss|coworker|colleague|teacher|landlord)s?(?:,| is| was|,? named|,? called)? )";
    private static final Pattern RELATIVE = Pattern.compile("(?<![\\p{L}])" + RELATION);
    private static final Pattern CAPITAL_RELATIVE = Pattern.compile("(?i)(?<![\\p{L}])(?=\\p{Lu})" + RELATION);
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(?<![\\p{L}])(?:named|goes by|nicknamed|my name is|name is|n[e\u00e9]e|alias|aka|prefers to be called) \"?");
    private static final Pattern CALLED =
            Pattern.compile("(?i)(?<![\\p{L}])(?:called|known as|formerly|wed|widow of|adopted) \"?");
    private static final Pattern PATIENT = Pattern.compile("(?<![\\p{L}])(?i:patient|pt|client|subject|resident),? ");
    /** At the start of a line or sentence, where "Patient" is not the middle of a heading. */
    private static final Pattern PATIENT_FIRST =
            Pattern.compile("(?m)(?:^[ *#>-]{0,6}|(?<=[.:;!?|] ))(?:Patient|PATIENT|Pt|PT),? ");

    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?<![\\p{L}.])(" + NAME
                    + "),? (?=(?:M\\.?D|D\\.?O|R\\.?N|N\\.?P|PA-C|P\\.?A|Ph\\.?D|LCSW|MSW|LPN|DDS|DMD|DNP|APRN|FNP|FNP-C|CRNA|CNM|PharmD|MBBS|MBChB|FACS|FACP|FACC|DPM|OD|DPT|OTR|RPh|LVN|CNA|EMT|BSN|MSN|PsyD|LMFT)\\b)");
    private static final Pattern AGED = Pattern.compile(
            "(?<![\\p{L}.])(" + NAME
                    + ")(?:,| is| was| \\()? ?(?:an? )?(?=\\d{1,3}(?:[- ]?(?:year|yr|month|week|day)s?[- ]?old| ?(?:y/?o|yo)\\b))");
    private static final Pattern HEADER = Pattern.compile(
            "(?m)^[ *#>-]{0,6}(" + W + "\\.?(?:,? " + W
                    + "\\.?){1,4}?)(?= ?(?:\\||;|,? ?\\(?(?:MRN|DOB|D\\.O\\.B|M\\.R\\.N|SSN|ID|Age|age|born|Born|\\d{1,3} ?(?:[MF]\\b|y/?o))))");
    private static final Pattern AFTER_RECORD = Pattern.compile(
            "(?i:\\b(?:MRN|record|chart|account|ID|DOB|born)\\b[^\\n.;|]{0,24}?\\d[\\w/-]{2,20})[.,;|)]{1,2} {1,2}(" + W
                    + "\\.?(?: " + W + "\\.?){1,3})(?= ?[.,;|(\\n]|$)");
    private static final Pattern BEFORE_ADDRESS = Pattern.compile("(?<![\\p{L}.])(" + W + "\\.?(?: " + W
            + "\\.?){1,3}),\\s{1,2}(?=\\d{1,6}[A-Z]? (?:" + W + "\\.? ){1,6}?" + W + ")");
    private static final Pattern AND_NAME =
            Pattern.compile("(?:,| and| &|, and) (?:Dr\\.? |Mr\\.? |Mrs\\.? |Ms\\.? )?(?=\\p{Lu})");

    private static final Set<String> VERBS = Set.of(
            "will",
            "saw",
            "see",
            "sees",
            "notes",
            "noted",
            "notified",
            "called",
            "aware",
            "recommended",
            "recommends",
            "ordered",
            "orders",
            "wants",
            "agrees",
            "agreed",
            "says",
            "said",
            "states",
            "stated",
            "who",
            "whom",
            "appointment",
            "office",
            "visit",
            "paged",
            "at",
            "today",
            "yesterday",
            "tomorrow",
            "again",
            "if",
            "as",
            "am",
            "pm",
            "may",
            "do",
            "to",
            "so",
            "no",
            "my",
            "him",
            "us",
            "ok");

    private final Lexicon lexicon;

    NameDetector(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        after(TITLE, text, "name.title", this::isTitled, Comma.ENDS, spans);
        after(BARE_TITLE, text, "name.title", this::isKnown, Comma.ENDS, spans);
        after(SOFT_TITLE, text, "name.title", this::isPlausible, Comma.ENDS, spans);
        after(PERSON_LABEL, text, "name.label", this::isLabelled, Comma.MAY_INVERT, spans);
        whole(LABELLED_WHOLE, text, "name.label", spans);
        after(STAFF_LABEL, text, "name.label", this::isPlausible, Comma.MAY_INVERT, spans);
        after(RELATIVE_LABEL, text, "name.label", this::isLikely, Comma.MAY_INVERT, spans);
        after(SIGNED, text, "name.signed", this::isPlausible, Comma.ENDS, spans);
        after(DONE_BY, text, "name.done-by", this::isKnown, Comma.ENDS, spans);
        after(RELATIVE, text, "name.relative", this::isPlausible, Comma.ENDS, spans);
        after(CAPITAL_RELATIVE, text, "name.relative", this::isKnown, Comma.ENDS, spans);
        after(NAMED, text, "name.called", this::isPlausible, Comma.ENDS, spans);
        after(CALLED, text, "name.called", this::isKnown, Comma.ENDS, spans);
        after(PATIENT, text, "name.patient", this::isKnown, Comma.ENDS, spans);
        after(PATIENT_FIRST, text, "name.patient", this::isNamed, Comma.ENDS, spans);
        inside(CREDENTIAL, text, "name.credential", this::isCredentialed, Comma.ENDS, spans);
        inside(AGED, text, "name.aged", this::isLikely, Comma.ENDS, spans);
        inside(HEADER, text, "name.header", this::isNamed, Comma.MAY_INVERT, spans);
        inside(AFTER_RECORD, text, "name.header", this::isNamed, Comma.ENDS, spans);
        inside(BEFORE_ADDRESS, text, "name.address", this::isNamed, Comma.ENDS, spans);
        return spans;
    }

    private static void whole(Pattern pattern, String text, String rule, List<PhiSpan> spans) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            spans.add(new PhiSpan(matcher.start(1), matcher.end(1), PhiClass.NAME, rule));
        }
    }

    private interface Condition {
        boolean holds(NameWords name, String text);
    }

    private void after(
            Pattern trigger, String text, String rule, Condition condition, Comma comma, List<PhiSpan> spans) {
        Matcher matcher = trigger.matcher(text);
        while (matcher.find()) {
            NameWords name = NameWords.at(text, afterTitle(text, matcher.end()), lexicon, comma);
            if (name.isEmpty() || !condition.holds(name, text)) {
                continue;
            }
            spans.add(name.span(rule));
            addJoined(text, name.end(), rule, spans);
        }
    }

    /** "Seen by Dr. Ames": the title is no part of the name. */
    private static int afterTitle(String text, int from) {
        Matcher title = TITLE.matcher(text).region(from, text.length());
        return title.lookingAt() ? title.end() : from;
    }

    /** "Drs. Ames and Boll", "parents Ann and Bo Ames". */
    private void addJoined(String text, int end, String rule, List<PhiSpan> spans) {
        Matcher and = AND_NAME.matcher(text);
        if (and.region(end, text.length()).lookingAt()) {
            NameWords second = NameWords.at(text, and.end(), lexicon, Comma.ENDS);
            if (!second.isEmpty()
                    && (isLikely(second, text) || rule.equals("name.title"))
                    && isPlausible(second, text)) {
                spans.add(second.span(rule));
            }
        }
    }

    private void inside(
            Pattern pattern, String text, String rule, Condition condition, Comma comma, List<PhiSpan> spans) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int start = skipPlainWords(text, matcher.start(1), matcher.end(1));
            NameWords name = NameWords.at(text, start, lexicon, comma);
            if (!name.isEmpty() && condition.holds(name, text)) {
                spans.add(new PhiSpan(start, Math.min(name.end(), matcher.end(1)), PhiClass.NAME, rule));
            }
        }
    }

    /** "Seen by Ann Ames, MD": the pattern begins at the first capital, the name after the plain words. */
    private int skipPlainWords(String text, int start, int end) {
        int from = start;
        int blank = text.indexOf(' ', from);
        while (blank > 0 && blank < end && isPlain(text.substring(from, blank).replace(".", ""))) {
            from = blank + 1;
            blank = text.indexOf(' ', from);
        }
        return from;
    }

    private boolean isPlain(String word) {
        return word.length() > 1
                && ((lexicon.isNotName(word) && !lexicon.isNameLikeCommonWord(word))
                        || Set.of("Dr", "Mr", "Mrs", "Ms", "Drs").contains(word));
    }

    /** After Mr. or Dr. nearly everything is a name, in small letters too. */
    private boolean isTitled(NameWords name, String text) {
        String first = name.words().get(0);
        if (name.beginsWithCapital()) {
            return !NameWords.isCredential(first) && (!lexicon.isNotName(first) || lexicon.isNameLikeCommonWord(first));
        }
        return first.length() > 1
                && !lexicon.isNotName(first)
                && !VERBS.contains(first)
                && !lexicon.looksClinical(first);
    }

    /** After "Name:" whatever is no ordinary word, and no medical term in small letters. */
    private boolean isLabelled(NameWords name, String text) {
        String first = name.words().get(0);
        if (!name.beginsWithCapital()) {
            return isAfterColon(name, text)
                    && !lexicon.isNotName(first)
                    && !VERBS.contains(first)
                    && !lexicon.looksClinical(first)
                    && (lexicon.isFirstName(first) || lexicon.isSurname(first));
        }
        return isNamed(name, text);
    }

    /** Two words where only a person is expected may look like anything: Neoma Ames, Sunday Boll. */
    private boolean isNamed(NameWords name, String text) {
        if (!name.beginsWithCapital()) {
            return false;
        }
        String first = name.words().get(0);
        boolean firstIsPlain = lexicon.isNotName(first) && !lexicon.isNameLikeCommonWord(first);
        boolean isPair = name.words().size() > 1
                && !firstIsPlain
                && !NameWords.isCredential(first)
                && !Eponyms.isFramed(text, name.start(), name.end(), lexicon);
        return isPair || isPlausible(name, text);
    }

    /** Before MD or RN a word that is a name as well is one: "Ward, MD". */
    private boolean isCredentialed(NameWords name, String text) {
        return isNamed(name, text)
                || (name.beginsWithCapital()
                        && lexicon.isNameLikeCommonWord(name.words().get(0)));
    }

    private static boolean isAfterColon(NameWords name, String text) {
        int i = name.start() - 1;
        while (i >= 0 && text.charAt(i) == ' ') {
            i--;
        }
        return i >= 0 && (text.charAt(i) == ':' || text.charAt(i) == '=');
    }

    /** Capitals, not an ordinary word, not a medical term, not an abbreviation, not a state or country. */
    private boolean isPlausible(NameWords name, String text) {
        if (!name.beginsWithCapital()) {
            return false;
        }
        String first = name.words().get(0);
        boolean firstIsPlain = lexicon.isNotName(first)
                && !(lexicon.isNameLikeCommonWord(first) && name.words().size() > 1)
                && !lexicon.isFirstName(first);
        boolean isPlace = lexicon.isLargePlace(String.join(" ", name.words())) && !lexicon.isFirstName(first);
        return !firstIsPlain
                && !isPlace
                && !NameWords.isCredential(first)
                && !lexicon.looksClinical(first)
                && !isAbbreviation(name)
                && !Eponyms.isFramed(text, name.start(), name.end(), lexicon);
    }

    /** Plausible, and two words long or a known first name. */
    private boolean isLikely(NameWords name, String text) {
        return isPlausible(name, text)
                && (name.words().size() > 1 || lexicon.isFirstName(name.words().get(0)));
    }

    /** Plausible, and one of its words is a known name; the title before it may be in any case. */
    private boolean isKnown(NameWords name, String text) {
        return name.words().stream()
                        .anyMatch(word -> (lexicon.isFirstName(word) || lexicon.isSurname(word))
                                && !lexicon.isEponym(word)
                                && (Character.isUpperCase(word.charAt(0)) || !lexicon.isCommonWord(word)))
                && (!name.beginsWithCapital() || isPlausible(name, text));
    }

    /** One word in capitals, up to four letters or without a vowel, in a text that is not all capitals. */
    private static boolean isAbbreviation(NameWords name) {
        String first = name.words().get(0);
        if (name.words().size() > 1 || !first.equals(first.toUpperCase(Locale.ROOT))) {
            return false;
        }
        return first.length() < 5 || first.chars().noneMatch(c -> "AEIOUY".indexOf(c) >= 0);
    }
}
