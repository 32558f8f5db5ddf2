package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places smaller than a state: street addresses, ZIP codes, towns after a word of living, named facilities. */
final class PlaceDetector implements PhiDetector {
    private static final String WORD = "(?<![\\p{L}'-])\\p{Lu}\\p{L}{0,24}+(?:['.-]\\p{L}{1,24}+){0,3}+";
    private static final String STATE_CODE =
            "(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])";
    private static final Pattern NUMBERED = Pattern.compile(
            "(?<![\\w./-])(\\d{1,6}(?:-\\d{1,4})?[A-Z]?)((?: (?:" + WORD + "\\.?|\\d{1,3}(?:st|nd|rd|th))){1,7})");
    private static final Pattern STREET_WORD = Pattern.compile("\\S+");
    private static final Pattern UNIT = Pattern.compile(
            ",? ?(?i:apt|apartment|suite|ste|unit|floor|fl|room|rm|bldg|building|lot|#)\\.? ?#?[A-Za-z0-9-]{1,6}\\b");
    private static final Pattern TOWN_AFTER_COMMA = Pattern.compile(",\\s{1,2}(" + WORD + "(?: " + WORD + "){0,3})");
    private static final List<PatternRule> RULES = List.of(
            rule("box", "(?i)\\b((?:P\\.? ?O\\.? ?|post office )box \\d{1,6})\\b"),
            rule("zip-state", "\\b" + STATE_CODE + "\\.?,? {1,2}(\\d{5}(?:-\\d{4})?)(?![\\w-])"),
            rule(
                    "zip-label",
                    "(?i)\\b(?:zip(?: ?code)?|postal code|postcode)(?: is)?[ :#]{0,3}(\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)(?![\\w-])"),
            rule("county", "\\b(" + WORD + "(?: " + WORD + ")? (?:County|Parish|Township|Borough))\\b"));
    private static final Pattern LIVES = Pattern.compile(
            "(?i:\\b(?:lives?|living|lived|resides?|residing|resided|resident of|native of|born(?: and raised)?|raised|grew up|moved|relocated|visiting|visited"
                    + "|comes|came|transferred|travel+ed|travels|trip|returned|flew|hometown|home town|town|city|village|suburb|neighborhood|works|working|employed|originally|vacation(?:ed|ing)?|address)"
                    + "(?: (?:alone|with (?:his|her|their) \\w+|back|recently|up|here))?(?: ?(?:in|at|near|to|from|of|is|outside|around|:)){1,2} (?:the )?)"
                    + "(" + WORD + "(?: " + WORD + "){0,3})");
    private static final Pattern TOWN_WITH_STATE = Pattern.compile("(?i:\\b(?:in|from|of|near|to|at|outside|around)) ("
            + WORD + "(?: " + WORD + "){0,2}), (?:" + STATE_CODE + "\\b|(" + WORD + "(?: " + WORD + ")?))");
    private static final Pattern TOWN_WITH_ZIP =
            Pattern.compile("\\b(" + WORD + "(?: " + WORD + "){0,2}),? " + STATE_CODE + "\\.?,? {1,2}\\d{5}\\b");
    private static final Pattern FACILITY = Pattern.compile(
            "\\b(" + WORD + "(?:(?:'s)? (?:(?:of|and|&|the|at) )?" + WORD
                    + "){0,5} (?:Hospitals?|Medical Cent(?:er|re)|Clinic|Health Cent(?:er|re)|Health System|Healthcare|Nursing Home|Hospice|Infirmary|Medical Group|Rehabilitation Cent(?:er|re)|Care Cent(?:er|re)|Surgery Cent(?:er|re)|Manor|Assisted Living|High School|Elementary(?: School)?|Middle School|Church|Pharmacy|Prison|Correctional Facility))\\b");
    private static final Pattern SAINT = Pattern.compile("\\b(S(?:t|aint)\\.? " + WORD
            + "(?:'s)?(?: (?:Hospital|Medical Center|Clinic|Church))|Mount Sinai|Mayo Clinic|Johns Hopkins)\\b");

    private static final Set<String> GENERIC_FACILITY = Set.of(
            "general",
            "community",
            "university",
            "children",
            "childrens",
            "children's",
            "regional",
            "memorial",
            "veterans",
            "va",
            "county",
            "city",
            "state",
            "district",
            "teaching",
            "local",
            "rural",
            "day",
            "field",
            "mental",
            "eye",
            "cancer",
            "stroke",
            "diabetes",
            "memory",
            "asthma",
            "fertility",
            "wound",
            "burn",
            "travel",
            "vaccine",
            "women",
            "womens",
            "women's",
            "urgent",
            "free",
            "walk-in",
            "infusion",
            "anticoagulation",
            "coumadin",
            "warfarin",
            "fracture",
            "hand",
            "spine",
            "breast",
            "allergy",
            "skin",
            "foot",
            "tertiary",
            "academic",
            "national",
            "royal",
            "specialty",
            "satellite",
            "after-hours",
            "base",
            "dialysis");

    private static final Set<String> FACILITY_WORDS = Set.of(
            "Hospital",
            "Hospitals",
            "Medical",
            "Center",
            "Centre",
            "Clinic",
            "Health",
            "System",
            "Healthcare",
            "Nursing",
            "Home",
            "Hospice",
            "Infirmary",
            "Group",
            "Rehabilitation",
            "Care",
            "Surgery",
            "Manor",
            "Assisted",
            "Living",
            "High",
            "School",
            "Elementary",
            "Middle",
            "Church",
            "Pharmacy",
            "Prison",
            "Correctional",
            "Facility");

    private static final Set<String> TOWN_OPENINGS = Set.of(
            "New", "North", "South", "East", "West", "Port", "Lake", "Fort", "Mount", "Saint", "St", "San", "Santa",
            "Los", "Old", "El");

    private final Lexicon lexicon;

    PlaceDetector(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("place." + name, PhiClass.GEOGRAPHY, expression);
    }

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        RULES.forEach(rule -> rule.findIn(text, spans));
        addStreets(text, spans);
        addTowns(LIVES.matcher(text), text, "place.lives", spans);
        addTowns(TOWN_WITH_STATE.matcher(text), text, "place.state", spans);
        addTowns(TOWN_WITH_ZIP.matcher(text), text, "place.zip", spans);
        addFacilities(text, spans);
        return spans;
    }

    private void addStreets(String text, List<PhiSpan> spans) {
        Matcher matcher = NUMBERED.matcher(text);
        while (matcher.find()) {
            int end = streetEnd(text, matcher.start(2), matcher.end(2));
            if (end < 0) {
                continue;
            }
            Matcher unit = UNIT.matcher(text);
            if (unit.region(end, text.length()).lookingAt()) {
                end = unit.end();
            }
            Matcher town = TOWN_AFTER_COMMA.matcher(text);
            if (town.region(end, text.length()).lookingAt()) {
                int townEnd = lastPlaceWord(text, town.start(1), town.end(1));
                end = townEnd < 0 ? end : townEnd;
            }
            spans.add(new PhiSpan(matcher.start(1), end, PhiClass.GEOGRAPHY, "place.street"));
        }
    }

    /** Where the street ends: after its first suffix that is not the first word, and any suffix right behind it. */
    private int streetEnd(String text, int from, int to) {
        Matcher words = STREET_WORD.matcher(text).region(from, to);
        int index = 0;
        int end = -1;
        while (words.find()) {
            String word = stripped(words.group());
            if (index == 0 && lexicon.isNotName(word) && !isPlaceOpening(word) && !lexicon.isNameLikeCommonWord(word)) {
                return -1;
            }
            if (index > 0 && lexicon.isStreetSuffix(word)) {
                end = words.start() + words.group().length();
            } else if (end >= 0) {
                break;
            }
            index++;
        }
        return end >= 0 && text.charAt(end - 1) == '.' && endsSentence(text, end) ? end - 1 : end;
    }

    private static boolean endsSentence(String text, int end) {
        return end >= text.length() || text.charAt(end) == '\n' || text.startsWith(" ", end);
    }

    private void addTowns(Matcher matcher, String text, String rule, List<PhiSpan> spans) {
        while (matcher.find()) {
            int start = matcher.start(1);
            int end = lastPlaceWord(text, start, matcher.end(1));
            boolean belongsToLargePlace =
                    matcher.groupCount() < 2 || matcher.group(2) == null || beginsWithLargePlace(matcher.group(2));
            if (end > start + 1 && belongsToLargePlace && !beginsWithLargePlace(matcher.group(1))) {
                spans.add(new PhiSpan(start, end, PhiClass.GEOGRAPHY, rule));
            }
        }
    }

    private boolean beginsWithLargePlace(String words) {
        String[] each = words.split(" ", -1);
        return lexicon.isLargePlace(each[0])
                || (each.length > 1 && lexicon.isLargePlace(each[0] + " " + each[1]))
                || (each.length > 2 && lexicon.isLargePlace(each[0] + " " + each[1] + " " + each[2]));
    }

    /** The end of the words from {@code start} on that may name a place, or -1 when the first may not. */
    private int lastPlaceWord(String text, int start, int end) {
        Matcher words = STREET_WORD.matcher(text).region(start, end);
        int last = -1;
        boolean afterOpening = false;
        while (words.find()) {
            String word = stripped(words.group());
            boolean isPlain = !afterOpening
                    && ((lexicon.isNotName(word) && !lexicon.isNameLikeCommonWord(word) && !isPlaceOpening(word))
                            || lexicon.looksClinical(word)
                            || (word.length() > 1 && word.length() < 5 && word.equals(word.toUpperCase(Locale.ROOT))));
            if (isPlain) {
                break;
            }
            last = words.end();
            // Whatever follows "North" or "Port" belongs to the town: North Ed, Port Clement.
            afterOpening = TOWN_OPENINGS.contains(word);
            if (words.group().endsWith(".") && words.group().length() > 3) {
                last--;
                break;
            }
        }
        return last;
    }

    private static boolean isPlaceOpening(String word) {
        return List.of("new", "old", "left", "right", "under", "up", "good", "clear", "long", "great")
                .contains(word.toLowerCase(Locale.ROOT));
    }

    private void addFacilities(String text, List<PhiSpan> spans) {
        Matcher matcher = FACILITY.matcher(text);
        while (matcher.find()) {
            int start = skipPlainWords(text, matcher.start(1), matcher.end(1));
            if (start >= 0) {
                spans.add(new PhiSpan(start, matcher.end(1), PhiClass.GEOGRAPHY, "place.facility"));
            }
        }
        Matcher saint = SAINT.matcher(text);
        while (saint.find()) {
            spans.add(new PhiSpan(saint.start(1), saint.end(1), PhiClass.GEOGRAPHY, "place.facility"));
        }
    }

    /** The first word of a facility's name that is its own, or -1 when all are what any facility is called. */
    private int skipPlainWords(String text, int start, int end) {
        Matcher words = STREET_WORD.matcher(text).region(start, end);
        while (words.find()) {
            String word = stripped(words.group());
            boolean isPlain = lexicon.isNotName(word)
                    || lexicon.looksClinical(word)
                    || GENERIC_FACILITY.contains(word.toLowerCase(Locale.ROOT))
                    || !Character.isUpperCase(word.charAt(0))
                    || FACILITY_WORDS.contains(word);
            if (!isPlain) {
                return words.start();
            }
        }
        return -1;
    }

    private static String stripped(String word) {
        String plain = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        return plain.endsWith("'s") ? plain.substring(0, plain.length() - 2) : plain;
    }
}
