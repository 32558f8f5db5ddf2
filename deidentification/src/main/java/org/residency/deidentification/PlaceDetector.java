package org.residency.deidentification;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Places smaller than a state: addresses, postal codes, towns and facilities, by their form and by what leads to them. */
final class PlaceDetector implements PhiDetector {
    private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th");
    private static final Set<String> PARTS_BEFORE = Set.of("flat", "apt", "apartment", "unit", "suite", "ste", "room");
    private static final Set<String> PARTS_BEHIND =
            Set.of("apt", "apartment", "suite", "ste", "unit", "floor", "fl", "room", "rm", "bldg", "building", "lot");
    private static final Set<String> SHORT_OPENINGS = Set.of("st", "ft", "mt", "n", "s", "e", "w", "urb");
    private static final Set<String> SAINTS = Set.of("st", "mt", "ft");
    private static final Set<String> NOT_BEFORE_TOWN = Set.of("by", "with", "the", "and");
    private static final Set<String> KINDS =
            Set.of("general", "memorial", "regional", "university", "children", "childrens", "community");
    private static final Set<String> MOVING = Set.of("moved", "transferred", "back");
    private static final String STATE_CODE =
            "(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])";
    private static final List<PatternRule> WORD_RULES = List.of(
            rule(
                    "box",
                    "(?i)((?:P\\.? ?O\\.? ?|post office )box \\d{1,6}|(?:RR|rural route|HC) ?#? ?\\d{1,3},? box \\d{1,5}[A-Z]?)\\b"),
            rule("zip-state", STATE_CODE + "\\.?,?\\s{1,2}(\\d{5}(?:-\\d{4})?)(?![\\w-])"),
            rule(
                    "zip-label",
                    "(?i)(?:zip(?: ?code)?|postal code|postcode)(?: is)?[ :#]{0,3}(\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)(?![\\w-])"),
            rule("postcode", "([A-Z]{1,2}\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2})(?!\\w)"),
            rule(
                    "road",
                    "(?i)((?:county road|state route|state road|highway|hwy|interstate|route|rte|cr|sr|exit) ?#?\\d{1,4}[a-z]?|I-\\d{1,3}(?: (?:mm|mile(?: marker)?|exit) ?\\d{1,4})?)(?![\\w/%-]|\\.\\d)"),
            rule(
                    "foreign-street",
                    "(?i)((?:calle|avenida|rue|via|urb\\.|urbanizacion|camino|carrera|paseo|strasse) (?:[\\p{L}.'-]{1,20} ){0,4}(?:#? ?[A-Z]?-?\\d{1,4}[A-Z]?)\\b)"));
    private static final Set<String> ADDRESS_LABELS = Set.of(
            "addr",
            "address",
            "home",
            "employer",
            "school",
            "daycare",
            "hometown",
            "city",
            "facility",
            "location",
            "pharmacy",
            "residence",
            "town",
            "street",
            "workplace",
            "occupation",
            "hospital",
            "clinic",
            "site",
            "village",
            "county",
            "parish",
            "district",
            "neighborhood",
            "neighbourhood",
            "birthplace",
            "province",
            "region",
            "church",
            "prison",
            "jail",
            "unit");
    private static final Set<String> LIVING = Set.of(
            "live",
            "lives",
            "lived",
            "living",
            "reside",
            "resides",
            "resided",
            "residing",
            "born",
            "raised",
            "moved",
            "relocated",
            "visiting",
            "visited",
            "transferred",
            "works",
            "worked",
            "working",
            "employed",
            "came",
            "comes",
            "travels",
            "traveled",
            "travelled",
            "grew",
            "native",
            "resident",
            "from",
            "flew",
            "returned",
            "admitted",
            "discharged",
            "served",
            "fell",
            "stationed",
            "hails",
            "postmaster",
            "vive",
            "went",
            "goes",
            "school",
            "attends",
            "near",
            "worships",
            "staying",
            "stays",
            "transfer",
            "discharge",
            "care",
            "sent",
            "referred",
            "section",
            "seen",
            "here",
            "was",
            "is");
    private static final Set<String> OPENINGS = Set.of(
            "fort", "camp", "mount", "mt", "lake", "port", "san", "santa", "los", "las", "el", "saint", "st", "north",
            "south", "east", "west", "new", "old", "sacred", "upper", "lower", "bayou", "glen", "cape");
    private static final Set<String> SURE_OPENINGS = Set.of("fort", "camp", "san", "santa", "saint", "st");
    private static final Set<String> SOFT_FACILITY = Set.of(
            "medicine",
            "surgery",
            "cardiology",
            "oncology",
            "neurology",
            "psychiatry",
            "orthopedics",
            "dermatology",
            "pediatrics",
            "care",
            "medical",
            "health",
            "group",
            "energy",
            "bank",
            "laboratory",
            "laboratories",
            "lab",
            "labs",
            "nursing",
            "center",
            "centre",
            "practice",
            "physicians",
            "imaging",
            "partners",
            "associates",
            "dental",
            "endoscopy",
            "diagnostics",
            "inc",
            "homes",
            "company",
            "co",
            "shelter",
            "farms",
            "pines",
            "oaks",
            "mall",
            "plaza",
            "mill",
            "estates",
            "gardens",
            "towers",
            "inn",
            "drugs",
            "college",
            "academy",
            "institute",
            "university",
            "parish",
            "terrace",
            "lodge",
            "house",
            "hall",
            "haven",
            "foundation",
            "hotel",
            "church",
            "school");
    private static final Set<String> JOINING = Set.of("of", "and", "the", "for", "at", "s");
    private static final Set<String> FIXED = Set.of(
            "mayo clinic",
            "johns hopkins",
            "mount sinai",
            "cleveland clinic",
            "md anderson",
            "sloan kettering",
            "cedars sinai",
            "mass general",
            "kaiser permanente",
            "beth israel",
            "dana farber",
            "walter reed",
            "home depot",
            "whole foods",
            "rite aid",
            "burger king",
            "trader joe",
            "trader joes");

    /** Looked at before two words are put together. */
    private static final Set<String> FIXED_FIRST =
            FIXED.stream().map(name -> name.substring(0, name.indexOf(' '))).collect(Collectors.toUnmodifiableSet());

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("place." + name, PhiClass.GEOGRAPHY, expression);
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i)) {
                street(t, i, spans);
            } else if (t.isWord(i)) {
                word(t, i, spans);
            } else if (t.isMark(i, '@') && t.letterIsCapital(i + 1) && !t.isMark(i + 2, '.')) {
                int end = runEnd(t, i + 1);
                if (end > i + 1) {
                    spans.add(span(t, i + 1, end, "place.at"));
                }
            }
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        if (isRuleStart(t, i)) {
            for (PatternRule rule : WORD_RULES) {
                rule.at(t.text, t.start(i), spans);
            }
        }
        if (t.is(i, WordFacts.FACILITY)) {
            facility(t, i, spans);
        }
        if (ADDRESS_LABELS.contains(t.folded(i))) {
            label(t, i, spans);
        }
        if ((t.is(i, WordFacts.PLACE_PREPOSITION) && !t.isCapital(i))
                || (t.is(i, WordFacts.PLACE_PREPOSITION) && t.inUpperLine(i))
                || t.folded(i).equals("in")
                || t.folded(i).equals("from")) {
            behindPreposition(t, i, spans);
        }
        if (SURE_OPENINGS.contains(t.folded(i)) && !t.is(i - 1, WordFacts.STREET)) {
            opening(t, i, spans);
        }
        if (t.folded(i).equals("county")
                || t.folded(i).equals("township")
                || t.folded(i).equals("borough")) {
            county(t, i, spans);
        }
        if (FIXED_FIRST.contains(t.folded(i))
                && t.isWord(i + 1)
                && (t.isCapital(i) || t.inLowerLine(i))
                && FIXED.contains(t.folded(i) + " " + t.folded(i + 1))) {
            spans.add(span(t, i, i + 2, "place.facility"));
        }
        if (t.letterIsCapital(i)) {
            beforeState(t, i, spans);
            if (t.folded(i).equals("our") && t.folded(i + 1).equals("lady")) {
                spans.add(span(t, i, runEnd(t, i), "place.facility"));
            }
        }
    }

    private static boolean isRuleStart(Tokens t, int i) {
        String word = t.folded(i);
        return switch (word) {
            case "p",
                    "po",
                    "post",
                    "rr",
                    "rural",
                    "hc",
                    "zip",
                    "postal",
                    "postcode",
                    "county",
                    "state",
                    "highway",
                    "hwy",
                    "interstate",
                    "route",
                    "rte",
                    "cr",
                    "sr",
                    "i",
                    "calle",
                    "avenida",
                    "rue",
                    "via",
                    "urb",
                    "urbanizacion",
                    "camino",
                    "carrera",
                    "paseo" -> true;
            default -> (t.isUpper(i) && t.length(i) <= 2) || (t.letterIsCapital(i) && t.length(i) == 2);
        };
    }

    /** "4417 W. Old Mill Rd, Apt 3B, Sandusky". */
    private static void street(Tokens t, int i, List<PhiSpan> spans) {
        if (t.length(i) > 6
                || t.isMark(i + 1, '.')
                || (t.touches(i)
                        && !t.isMark(i - 1, '(')
                        && !t.isMark(i - 1, ',')
                        && !t.isMark(i - 1, ':')
                        && !t.isMark(i - 1, '"')
                        && !t.isMark(i - 1, '-'))) {
            return;
        }
        int at = i + 1;
        if (t.isMark(at, '-') && t.isNumber(at + 1) && t.touches(at) && t.touches(at + 1)) {
            at += 2;
        }
        if (t.isWord(at) && t.touches(at) && t.length(at) == 1) {
            at++;
        }
        int end = -1;
        int words = 0;
        int from = at;
        while (at < t.count() && words < 7) {
            if (t.isMark(at, '.') && t.touches(at) && (t.length(at - 1) <= 2 || t.is(at - 1, WordFacts.STREET_SURE))) {
                at++;
                continue;
            }
            boolean ordinal =
                    t.isNumber(at) && t.isWord(at + 1) && t.touches(at + 1) && ORDINALS.contains(t.folded(at + 1));
            if (ordinal) {
                at += 2;
                words++;
                continue;
            }
            if (!t.isWord(at) || (t.beginsLine(at) && words == 0)) {
                break;
            }
            boolean capital = t.isCapital(at);
            boolean fits = capital
                    || (t.inLowerLine(at)
                            && ((!t.is(at, WordFacts.CLINICAL | WordFacts.UNIT | WordFacts.VERB)
                                            && !t.is(at, WordFacts.DENIED))
                                    || t.is(at, WordFacts.STREET_SURE)))
                    || t.is(at, WordFacts.PARTICLE);
            if (words == 0
                    && (t.is(at, WordFacts.UNIT)
                            || (t.is(at, WordFacts.DENIED)
                                    && !t.is(at, WordFacts.NAME_LIKE)
                                    && !OPENINGS.contains(t.folded(at))))) {
                return;
            }
            if (!fits) {
                break;
            }
            boolean suffix =
                    words > 0 && (t.inLowerLine(at) ? t.is(at, WordFacts.STREET_SURE) : t.is(at, WordFacts.STREET));
            if (suffix) {
                end = at + 1;
            } else if (end > 0) {
                break;
            }
            words++;
            at++;
        }
        boolean french = t.folded(from).equals("rue")
                || t.folded(from).equals("avenue")
                || t.folded(from).equals("calle")
                || t.folded(from).equals("via")
                || t.folded(from).equals("boulevard");
        if (french && t.isCapital(from)) {
            end = runEnd(t, from);
        }
        if (end > 0) {
            int first = unitBefore(t, i);
            spans.add(span(t, first, addressEnd(t, end), "place.street"));
        }
    }

    /** "Flat 4, 221 Elgin Crescent", "apt 12, 900 n. tamiami trl". */
    private static int unitBefore(Tokens t, int i) {
        if (t.isMark(i - 1, ',')
                && (t.isNumber(i - 2) || t.length(i - 2) == 1)
                && PARTS_BEFORE.contains(t.folded(i - 3))) {
            return i - 3;
        }
        return i;
    }

    /** Behind a street: a unit, a town, a postal code. */
    private static int addressEnd(Tokens t, int from) {
        int end = from;
        if (t.isMark(end, '.') && t.touches(end) && t.isMark(end + 1, ',')) {
            end++;
        }
        for (int parts = 0; parts < 4; parts++) {
            int at = end;
            boolean comma = t.isMark(at, ',');
            if (comma) {
                at++;
            }
            if (PARTS_BEHIND.contains(t.folded(at)) || t.isMark(at, '#')) {
                int next = at + 1;
                while (t.isMark(next, '.') || t.isMark(next, '#')) {
                    next++;
                }
                while (next < t.count()
                        && (t.isNumber(next) || (t.isWord(next) && t.length(next) <= 2) || t.isMark(next, '-'))
                        && (next == at + 1 || t.touches(next) || t.isMark(next - 1, '.') || t.isMark(next - 1, '#'))) {
                    next++;
                }
                if (next == at + 1) {
                    return end;
                }
                end = next;
            } else if (comma
                    && t.isNumber(at)
                    && (t.length(at) == 5 || t.length(at) == 4)
                    && t.isCapital(at + 1)
                    && !t.touches(at + 1)) {
                end = runEnd(t, at + 1);
            } else if (comma
                    && t.isWord(at)
                    && (t.isCapital(at) || (t.inLowerLine(at) && NameReader.isUnknown(t, at)))
                    && !t.is(at, WordFacts.LARGE_PLACE)
                    && !(t.isUpper(at) && t.length(at) == 2)
                    && (!t.is(at, WordFacts.CLINICAL | WordFacts.DENIED) || OPENINGS.contains(t.folded(at)))) {
                int run = t.isCapital(at) ? runEnd(t, at) : at + 1;
                if (run <= at) {
                    return end;
                }
                end = run;
                if (t.isCapital(end) && t.isNumber(end + 1) && t.touches(end + 1) && t.length(end) <= 2) {
                    end += 2;
                }
            } else {
                return end;
            }
        }
        return end;
    }

    /** The end of a run of words with capitals that may be a place, with what joins them. */
    private static int runEnd(Tokens t, int from) {
        int at = from;
        int end = from;
        boolean afterOpening = false;
        while (at < t.count() && at < from + 9) {
            if (at > from
                    && (t.beginsParagraph(at)
                            || (t.beginsLine(at) && (t.is(at, WordFacts.DENIED) || t.isMark(at + 1, ':'))))) {
                break;
            }
            if ((t.isMark(at, '.') && t.touches(at) && at > from && SHORT_OPENINGS.contains(t.folded(at - 1)))
                    || (t.isMark(at, '\'') && t.touches(at))
                    || (t.isMark(at, '-') && t.touches(at) && t.touches(at + 1) && at > from)
                    || (t.isMark(at, '&') && t.isCapital(at + 1))) {
                at++;
                continue;
            }
            if (!t.isWord(at)) {
                break;
            }
            boolean joined = t.touches(at) && at > from && t.isMark(at - 1) && !t.isMark(at - 1, '.');
            if ((JOINING.contains(t.folded(at)) && !t.isCapital(at))
                    || (t.is(at, WordFacts.PARTICLE) && !t.isCapital(at))) {
                if (!joined
                        && !(t.isCapital(at + 1)
                                || (JOINING.contains(t.folded(at + 1)) && t.isCapital(at + 2))
                                || t.is(at + 1, WordFacts.PARTICLE))) {
                    if (t.folded(at).equals("s")) {
                        end = at + 1;
                    }
                    break;
                }
                at++;
                if (t.folded(at - 1).equals("s")) {
                    end = at;
                }
                continue;
            }
            if (!t.isCapital(at) || (at > from && t.isUpper(at) && !t.isUpper(from) && t.length(at) <= 3)) {
                break;
            }
            boolean stop = (t.is(at, WordFacts.DENIED)
                            && !t.is(at, WordFacts.NAME_LIKE | WordFacts.FACILITY | WordFacts.GENERIC_PLACE)
                            && !OPENINGS.contains(t.folded(at)))
                    || t.is(at, WordFacts.WEEKDAY | WordFacts.HOLIDAY)
                    || (t.is(at, WordFacts.MONTH) && !afterOpening && t.isNumber(at + 1));
            if (stop && !afterOpening) {
                break;
            }
            afterOpening = OPENINGS.contains(t.folded(at));
            at++;
            end = at;
        }
        return end;
    }

    private static void facility(Tokens t, int f, List<PhiSpan> spans) {
        boolean mixed = !t.inUpperLine(f) && !t.inLowerLine(f) && t.isCapital(f);
        boolean soft = SOFT_FACILITY.contains(t.folded(f));
        if ((!mixed && !t.inUpperLine(f) && !t.inLowerLine(f)) || t.isMark(f + 1, ':')) {
            return;
        }
        int first = f;
        int specific = 0;
        int at = f - 1;
        while (at >= 0 && f - at <= 8) {
            if (t.isMark(at, '\'')
                    || t.isMark(at, '&')
                    || (t.isMark(at, '-') && t.touches(at))
                    || (t.isMark(at, '.') && t.touches(at) && SAINTS.contains(t.folded(at - 1)))) {
                at--;
                continue;
            }
            if (!t.isWord(at) || t.beginsParagraph(at + 1)) {
                break;
            }
            String word = t.folded(at);
            if (mixed) {
                if (t.beginsLine(at + 1) && t.isMark(at)) {
                    break;
                }
                boolean join = (!t.isCapital(at)
                                && (JOINING.contains(word) || t.is(at, WordFacts.PARTICLE))
                                && t.isCapital(at - 1)
                                && !word.equals("at")
                                && !word.equals("for"))
                        || (word.equals("s") && t.touches(at));
                if (!join
                        && (!t.isCapital(at)
                                || (t.is(at, WordFacts.TITLE) && !word.equals("st"))
                                || (t.isUpper(at)
                                        && t.length(at) <= 4
                                        && !t.isUpper(f)
                                        && t.is(at, WordFacts.CLINICAL)))) {
                    break;
                }
                if (!join) {
                    first = at;
                    specific += isSpecific(t, at, soft) ? 1 : 0;
                }
            } else {
                boolean stop = (t.is(at, WordFacts.PLACE_PREPOSITION | WordFacts.VERB) && !word.equals("of"))
                        || word.equals("by")
                        || word.equals("with")
                        || word.equals("the")
                        || word.equals("and")
                        || word.equals("a")
                        || (t.is(at, WordFacts.RELATION | WordFacts.TITLE) && !word.equals("st"))
                        || word.equals("was")
                        || word.equals("call");
                if (stop || f - at > 4) {
                    break;
                }
                first = at;
                boolean plain =
                        t.is(at, WordFacts.GENERIC_PLACE | WordFacts.CLINICAL | WordFacts.UNIT | WordFacts.DENIED)
                                || (t.is(at, WordFacts.COMMON) && !t.is(at, WordFacts.NAME_LIKE));
                specific += plain ? 0 : 1;
            }
            at--;
        }
        if (mixed) {
            // "The" and verbs before the name are no part of it.
            while (first < f
                    && !t.is(first - 1, WordFacts.PLACE_PREPOSITION)
                    && (t.is(first, WordFacts.VERB) || t.is(first, WordFacts.DENIED))
                    && !t.is(first, WordFacts.NAME_LIKE | WordFacts.GENERIC_PLACE | WordFacts.FACILITY)) {
                specific -= isSpecific(t, first, soft) ? 1 : 0;
                first++;
                while (first < f && !t.isCapital(first)) {
                    first++;
                }
            }
        } else if (!behindPlaceWord(t, first)) {
            return;
        }
        if (first < f && specific > 0) {
            int end = mixed ? Math.max(f + 1, runEnd(t, f)) : facilityEnd(t, f + 1);
            spans.add(span(t, first, end, "place.facility"));
        }
    }

    private static boolean behindPlaceWord(Tokens t, int first) {
        int before = first - 1;
        return t.is(before, WordFacts.PLACE_PREPOSITION)
                || NOT_BEFORE_TOWN.contains(t.folded(before))
                || t.beginsSentence(first);
    }

    private static int facilityEnd(Tokens t, int from) {
        int end = from;
        while (t.is(end, WordFacts.FACILITY) && !t.beginsLine(end)) {
            end++;
        }
        return end;
    }

    private static boolean isSpecific(Tokens t, int i, boolean soft) {
        if (t.is(
                        i,
                        WordFacts.GENERIC_PLACE
                                | WordFacts.CLINICAL
                                | WordFacts.SERVICE
                                | WordFacts.LARGE_PLACE
                                | WordFacts.DENIED)
                && !t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
            return false;
        }
        return !soft
                || !t.is(i, WordFacts.COMMON)
                || t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)
                || t.is(i - 1, WordFacts.PLACE_PREPOSITION)
                || (t.isCapital(i - 1) && t.is(i - 2, WordFacts.PLACE_PREPOSITION));
    }

    /** "Address: ...", "Employer: ...", "Daycare Little Sprouts". */
    private static void label(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean marked = t.isMark(at, ':') || t.isMark(at, '=');
        if (!marked && !(t.folded(at).equals("is") && t.isNumber(at + 1))) {
            if (t.letterIsCapital(i) && t.letterIsCapital(at) && !t.beginsLine(at)) {
                int end = runEnd(t, at);
                if (end - at >= 2
                        && hasSpecific(t, at, end)
                        && !Shield.covers(t, at, end)
                        && !t.folded(i).equals("home")) {
                    spans.add(span(t, at, end, "place.label"));
                }
            }
            if (t.isMark(at, '(') && t.folded(i).equals("employer")) {
                int close = at + 1;
                while (close < t.count() && close < at + 6 && t.isWord(close)) {
                    close++;
                }
                if (t.isMark(close, ')') && close > at + 1) {
                    spans.add(span(t, at + 1, close, "place.label"));
                }
            }
            return;
        }
        int from = at + 1;
        int end = from;
        while (end < t.count()
                && end < from + 24
                && !t.beginsLine(end)
                && !t.isMark(end, ';')
                && !t.isMark(end, '|')
                && !(t.isMark(end, '.')
                        && (!t.touches(end + 1)
                                && !((t.length(end - 1) <= 4
                                                && t.isCapital(end - 1)
                                                && t.isCapital(end + 1)
                                                && t.length(end - 1) > 1
                                                && t.facts(end - 1) == 0)
                                        || t.length(end - 1) == 1)))
                && !(end > from && t.start(end) - t.end(end - 1) > 2)
                && !t.is(end, WordFacts.LARGE_PLACE)
                && !(t.isUpper(end) && t.length(end) == 2 && t.isNumber(end + 1) && t.length(end + 1) == 5)) {
            end++;
        }
        while (end > from && t.isMark(end - 1)) {
            end--;
        }
        if (end > from && t.isUpper(end - 1) && t.length(end - 1) == 2 && end - from > 1) {
            end--;
            while (end > from && t.isMark(end - 1)) {
                end--;
            }
        }
        boolean capitals = t.isCapital(from)
                && (!t.inUpperLine(from) || NameReader.isUnknown(t, from))
                && (t.is(from, WordFacts.NAME_LIKE)
                        || !t.is(
                                from,
                                WordFacts.CLINICAL | WordFacts.DENIED | WordFacts.SERVICE | WordFacts.GENERIC_PLACE));
        boolean houses =
                t.isNumber(from) && t.isWord(from + 1) && t.isCapital(from + 1) && !t.is(from + 1, WordFacts.UNIT);
        if (end > from
                && ((capitals && (hasSpecific(t, from, end) || end - from > 1)) || houses)
                && !Shield.covers(t, from, Math.min(end, from + 1))) {
            spans.add(span(t, from, end, "place.label"));
        }
    }

    private static boolean hasSpecific(Tokens t, int from, int end) {
        for (int i = from; i < end; i++) {
            if (t.isWord(i) && t.isCapital(i) && isSpecific(t, i, false)) {
                return true;
            }
        }
        return false;
    }

    private static void behindPreposition(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean the = t.folded(at).equals("the") && !t.isCapital(at);
        if (the) {
            at++;
        }
        if (!t.isWord(at)) {
            return;
        }
        if (t.inLowerLine(i)) {
            lowerTown(t, i, at, spans);
            return;
        }
        if (!t.isCapital(at) || (t.isUpper(at) && !t.inUpperLine(at) && t.length(at) < 5)) {
            return;
        }
        if (t.inUpperLine(at)) {
            if (((NameReader.isUnknown(t, at) && t.length(at) > 4) || NameReader.isListed(t, at))
                    && isLiving(t, i)
                    && !Shield.covers(t, at, at + 1)) {
                spans.add(span(t, at, at + 1, "place.lives"));
            }
            return;
        }
        int end = runEnd(t, at);
        if (end <= at
                || (t.is(at, WordFacts.LARGE_PLACE | WordFacts.TITLE)
                        && !t.folded(at).equals("st"))) {
            return;
        }
        int words = 0;
        int specific = 0;
        int unknown = 0;
        boolean medical = false;
        boolean ordinary = false;
        for (int k = at; k < end; k++) {
            if (t.isCapital(k)) {
                words++;
                specific += isSpecific(t, k, false) ? 1 : 0;
                unknown += NameReader.isUnknown(t, k) ? 1 : 0;
                medical |= t.is(k, WordFacts.CLINICAL)
                        && !t.is(k, WordFacts.FACILITY | WordFacts.GENERIC_PLACE | WordFacts.COMMON)
                        && !OPENINGS.contains(t.folded(k));
                ordinary |= NameReader.isUnknown(t, k) && (t.appearsSmall(k) || t.isMixedAbbreviation(k));
            }
        }
        String prep = t.folded(i);
        boolean person =
                t.is(at, WordFacts.FIRST_NAME) && !prep.equals("in") && !prep.equals("at") && !prep.equals("near");
        if ((medical && unknown == 0)
                || (ordinary && !state(t, end))
                || (specific == 0 && !isCountyGeneral(t, at, end, i))
                || Shield.covers(t, at, end)
                || (person && words < 3 && !t.is(end - 1, WordFacts.FACILITY | WordFacts.STREET))) {
            return;
        }
        boolean state = state(t, end);
        boolean living = isLiving(t, i);
        boolean at2 = prep.equals("at") || prep.equals("near") || prep.equals("via");
        boolean several = words >= 2 && (at2 || prep.equals("from") || prep.equals("to") || living || unknown > 0);
        boolean one = words == 1
                && ((unknown > 0 && !prep.equals("of"))
                        || state
                        || (living
                                && (t.is(at, WordFacts.NAME_LIKE | WordFacts.SURNAME | WordFacts.FIRST_NAME)
                                        || !t.is(at, WordFacts.KNOWN)))
                        || (at2
                                && !t.is(at, WordFacts.CLINICAL)
                                && (the || t.is(at, WordFacts.NAME_LIKE | WordFacts.SURNAME | WordFacts.FIRST_NAME)))
                        || (the && living && !t.is(at, WordFacts.CLINICAL | WordFacts.GENERIC_PLACE)));
        if (several || one) {
            spans.add(span(t, at, end, "place.behind"));
        }
    }

    /** "County General" and the like are names when somebody is brought there. */
    private static boolean isCountyGeneral(Tokens t, int from, int end, int preposition) {
        return end - from == 2
                && t.is(from, WordFacts.GENERIC_PLACE)
                && KINDS.contains(t.folded(end - 1))
                && t.is(preposition, WordFacts.PLACE_PREPOSITION);
    }

    private static void lowerTown(Tokens t, int i, int at, List<PhiSpan> spans) {
        String prep = t.folded(i);
        if (!isLiving(t, i) || prep.equals("of") || (prep.equals("to") && !MOVING.contains(t.folded(i - 1)))) {
            return;
        }
        int end = at;
        while (end < at + 3
                && t.isWord(end)
                && !t.is(
                        end,
                        WordFacts.VERB
                                | WordFacts.CLINICAL
                                | WordFacts.LARGE_PLACE
                                | WordFacts.MONTH
                                | WordFacts.UNIT
                                | WordFacts.PLACE_PREPOSITION)
                && (NameReader.isUnknown(t, end)
                        || t.is(end, WordFacts.NAME_LIKE)
                        || OPENINGS.contains(t.folded(end))
                        || t.is(end, WordFacts.FIRST_NAME | WordFacts.SURNAME)
                        || (t.is(end, WordFacts.COMMON)
                                && end > at
                                && NameReader.isUnknown(t, end - 1)
                                && t.is(end, WordFacts.STREET)))) {
            end++;
        }
        boolean opened = end == at + 1
                && OPENINGS.contains(t.folded(at))
                && t.isWord(end)
                && !t.is(end, WordFacts.DENIED | WordFacts.VERB | WordFacts.PLACE_PREPOSITION);
        if (opened) {
            end++;
        }
        if (end > at) {
            spans.add(span(t, at, end, "place.lives"));
        }
    }

    private static boolean state(Tokens t, int end) {
        return t.isMark(end, ',')
                && (t.is(end + 1, WordFacts.LARGE_PLACE)
                        || (t.isUpper(end + 1) && t.length(end + 1) == 2)
                        || (t.isCapital(end + 1) && !t.is(end + 1, WordFacts.KNOWN)));
    }

    private static boolean isLiving(Tokens t, int preposition) {
        for (int back = 1; back <= 4; back++) {
            int at = preposition - back;
            if (LIVING.contains(t.folded(at))) {
                return true;
            }
            if (t.isMark(at) && !t.isMark(at, '-')) {
                return false;
            }
        }
        return t.folded(preposition).equals("from");
    }

    private static void opening(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        if (t.isMark(at, '.') && t.touches(at)) {
            at++;
        }
        boolean capital = t.isCapital(i) && t.isCapital(at) && !t.inUpperLine(i) && !t.isUpper(at);
        boolean plain = (t.inLowerLine(i) || t.inUpperLine(i))
                && (NameReader.isUnknown(t, at) || t.is(at, WordFacts.FIRST_NAME | WordFacts.SURNAME))
                && !t.is(at, WordFacts.UNIT);
        if (t.beginsLine(at)
                || !((capital && !t.is(at, WordFacts.DENIED)) || plain)
                || (t.isMark(i - 1, '.') && t.touches(i))
                || (t.isUpper(i) && !t.inUpperLine(i))) {
            return;
        }
        int end = capital ? Math.max(runEnd(t, at), at + 1) : at + 1;
        if (!Shield.covers(t, i, end)) {
            if (t.isMark(end, '\'') && t.folded(end + 1).equals("s")) {
                end += 2;
            }
            spans.add(span(t, i, end, "place.opening"));
        }
    }

    private static void county(Tokens t, int i, List<PhiSpan> spans) {
        int first = i;
        while (t.letterIsCapital(first - 1)
                && first > i - 2
                && isSpecific(t, first - 1, false)
                && !t.beginsLine(first)
                && t.letterIsCapital(i)) {
            first--;
        }
        if (first < i) {
            spans.add(span(t, first, i + 1, "place.county"));
        }
    }

    /** "Worcester, MA 01605", "Springfield IL 62704", "Sandusky, Ohio 44870". */
    private static void beforeState(Tokens t, int i, List<PhiSpan> spans) {
        int state = i + 1;
        if (t.isMark(state, ',')) {
            state++;
        }
        boolean code = t.isUpper(state)
                && t.length(state) == 2
                && t.text.substring(t.start(state), t.end(state)).matches(STATE_CODE);
        boolean zip = t.isNumber(state + 1) && t.length(state + 1) == 5;
        code &= !t.folded(state).equals("id") || t.folded(state + 1).startsWith("83");
        boolean large = t.letterIsCapital(state) && t.is(state, WordFacts.LARGE_PLACE);
        if (zip && large) {
            spans.add(span(t, state + 1, state + 2, "place.zip-state"));
        }
        if (!(zip && (code || large)) || t.is(i, WordFacts.LARGE_PLACE)) {
            return;
        }
        int first = i;
        while (t.letterIsCapital(first - 1)
                && !t.is(first - 1, WordFacts.DENIED | WordFacts.PLACE_PREPOSITION)
                && first > i - 2
                && !t.beginsLine(first)) {
            first--;
        }
        spans.add(span(t, first, i + 1, "place.zip"));
    }

    private static PhiSpan span(Tokens t, int from, int to, String rule) {
        return new PhiSpan(t.start(from), t.end(to - 1), PhiClass.GEOGRAPHY, rule);
    }
}
