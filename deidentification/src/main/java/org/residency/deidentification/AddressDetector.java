package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Addresses: houses in streets with what stands behind, boxes, roads with numbers, postal codes. */
final class AddressDetector implements PhiDetector {
    private static final Set<String> PARTS_BEFORE =
            WordSet.of("flat", "apt", "apartment", "unit", "suite", "ste", "room");
    private static final Set<String> HOUSED = WordSet.of("at", "lives", "address", "to", "of");
    private static final Set<String> DIRECTIONS =
            WordSet.of("nw", "ne", "sw", "se", "n", "s", "e", "w", "north", "south", "east", "west");
    private static final Set<String> PARTS_BEHIND = WordSet.of(
            "apt", "apartment", "suite", "ste", "unit", "floor", "fl", "room", "rm", "bldg", "building", "lot");
    private static final List<PatternRule> WORD_RULES = List.of(
            rule(
                    "box",
                    "(?i)((?:P\\.? ?O\\.? ?|post office )(?:box|B\\.?) ?#?\\d{1,6}|POB ?#?\\d{1,6}|PMB ?#?\\d{1,6}|box \\d{1,5}[A-Z]?,? (?:RR|rural route|HC|star route|route|rte) ?#?\\d{1,3}|(?:rural|star) route ?#?\\d{1,3}|(?:RR|rural route|HC) ?#? ?\\d{1,3},? box \\d{1,5}[A-Z]?)\\b"),
            rule("zip-state", PlaceReader.STATE_CODE + "\\.?,?\\s{1,2}(\\d{5}(?:-\\d{4})?)(?![\\w-])"),
            rule(
                    "zip-label",
                    "(?i)(?:zip(?: ?code)?|postal code|postcode)(?: is)?[ :#]{0,3}(\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)(?![\\w-])"),
            rule("postcode", "([A-Z]{1,2}\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2})(?!\\w)"),
            rule(
                    "road",
                    "(?i)((?:county road|county rd|co rd|farm road|farm to market|ranch road|forest road|state route|state road|state highway|us highway|us hwy|us route|highway|hwy|interstate|route|rte|cr|sr|exit) ?#?\\d{1,4}[a-z]?(?: (?:north|south|east|west|[nsew]\\b))?|F\\.?M\\.? \\d{2,4}|US-\\d{1,3}|(?:mile marker|mm|mile post) ?\\d{1,4}(?: (?:on|of) (?:I-|US-|hwy |highway |route |rte )\\d{1,3})?|I-\\d{1,3}(?: (?:mm|mile(?: marker)?|exit) ?\\d{1,4})?)(?![\\w/%-]|\\.\\d)"),
            rule(
                    "foreign-street",
                    "(?i)((?:calle|avenida|rue|via|urb\\.|urbanizacion|camino|carrera|paseo|strasse) (?:[\\p{L}.'-]{1,20} ){0,4}(?:#? ?[A-Z]?-?\\d{1,4}[A-Z]?)\\b)"));

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i)) {
                street(t, i, spans);
            } else if (t.isWord(i) && isRuleStart(t, i)) {
                for (PatternRule rule : WORD_RULES) {
                    rule.at(t.text, t.start(i), spans);
                }
            }
        }
    }

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("place." + name, PhiClass.GEOGRAPHY, expression);
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
                    "paseo",
                    "pob",
                    "pmb",
                    "box",
                    "star",
                    "farm",
                    "ranch",
                    "forest",
                    "us",
                    "fm",
                    "co",
                    "exit",
                    "mile" -> true;
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
        // "at 1800 Dr. St. Cloud came"
        if (t.folded(at).equals("dr") && t.isMark(at + 1, '.') && t.isCapital(at + 2)) {
            return;
        }
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
            if (t.isOrdinalEnding(at + 1)) {
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
                                    && !PlaceReader.OPENINGS.contains(t.folded(at))))) {
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
            end = PlaceReader.runEnd(t, from);
        }
        // "at 118 Sycamore."
        if (end < 0
                && HOUSED.contains(t.folded(i - 1))
                && t.letterIsCapital(from)
                && (t.is(from, WordFacts.NAME_LIKE | WordFacts.SURNAME | WordFacts.FIRST_NAME)
                        || NameReader.isUnknown(t, from))
                && !t.is(from, WordFacts.CLINICAL | WordFacts.UNIT | WordFacts.MONTH)
                && (t.isMark(from + 1) || from + 1 == t.count() || t.beginsLine(from + 1))) {
            end = from + 1;
        }
        if (end > 0 && t.isCapital(end) && DIRECTIONS.contains(t.folded(end)) && !t.beginsLine(end)) {
            end++;
        }
        if (end > 0) {
            int first = unitBefore(t, i);
            spans.add(PlaceReader.span(t, first, addressEnd(t, end), "place.street"));
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
                end = PlaceReader.runEnd(t, at + 1);
            } else if (comma
                    && t.isWord(at)
                    && (t.isCapital(at) || (t.inLowerLine(at) && NameReader.isUnknown(t, at)))
                    && !t.is(at, WordFacts.LARGE_PLACE)
                    && !(t.isUpper(at) && t.length(at) == 2)
                    && (!t.is(at, WordFacts.CLINICAL | WordFacts.DENIED)
                            || PlaceReader.OPENINGS.contains(t.folded(at)))) {
                int run = t.isCapital(at) ? PlaceReader.runEnd(t, at) : at + 1;
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
}
