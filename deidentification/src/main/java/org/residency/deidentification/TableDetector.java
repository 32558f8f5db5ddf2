package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tables in which a heading names the columns, with bars, tabs, commas or blanks between: what stands under "Name",
 * "Provider" or "MRN" is one.
 */
final class TableDetector implements PhiDetector {
    /** Two blanks and more between the columns. */
    private static final char GAP = '\u0002';

    private static final Set<String> NAMES = WordSet.of(
            "name",
            "patient",
            "pt",
            "provider",
            "rn",
            "nurse",
            "physician",
            "doctor",
            "attending",
            "md",
            "surgeon",
            "resident",
            "tech",
            "therapist",
            "clinician",
            "staff",
            "author",
            "pcp",
            "contact",
            "relative",
            "patient name",
            "first name",
            "last name",
            "surname",
            "first",
            "last",
            "np",
            "pa",
            "consultant",
            "seen by",
            "signed by",
            "entered by",
            "caregiver",
            "midwife",
            "scrub",
            "circulator",
            "anesthesia",
            "member");
    private static final Set<String> NUMBERS = WordSet.of(
            "mrn",
            "id",
            "acct",
            "account",
            "ssn",
            "phone",
            "tel",
            "fax",
            "member id",
            "policy",
            "record",
            "serial",
            "lot",
            "chart",
            "accession",
            "specimen",
            "hosp no",
            "mobile",
            "cell",
            "pager",
            "ext");
    private static final Set<String> PLACES = WordSet.of(
            "facility",
            "location",
            "address",
            "city",
            "town",
            "clinic",
            "hospital",
            "site",
            "school",
            "employer",
            "pharmacy");
    private static final Set<String> DATES = WordSet.of(
            "date",
            "dob",
            "dos",
            "visit",
            "admitted",
            "discharged",
            "birth date",
            "date of birth",
            "seen",
            "collected");
    private static final Set<String> OTHERS = WordSet.of(
            "dx",
            "diagnosis",
            "note",
            "shift",
            "bed",
            "room",
            "weight",
            "bp",
            "hr",
            "age",
            "sex",
            "plan",
            "result",
            "test",
            "value",
            "units",
            "dose",
            "medication",
            "drug",
            "wt",
            "temp",
            "rx",
            "status",
            "time",
            "comment",
            "score",
            "notes",
            "procedure",
            "level",
            "service",
            "unit",
            "type",
            "relation",
            "relationship",
            "reason",
            "diet",
            "allergies",
            "code",
            "day",
            "problem",
            "plan of care",
            "result date",
            "role",
            "flag",
            "range",
            "reference",
            "quantity",
            "qty",
            "route",
            "frequency");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int from = 0;
        List<String> heads = List.of();
        char separator = 0;
        while (from < t.count()) {
            int to = from + 1;
            while (to < t.count() && !t.beginsLine(to)) {
                to++;
            }
            char used = separatorOf(t, from, to);
            List<int[]> cells = used == 0 ? List.of() : cells(t, from, to, used);
            List<String> own = headsOf(t, cells);
            if (isHeading(own)) {
                heads = own;
                separator = used;
            } else if (!heads.isEmpty() && t.beginsParagraph(from)) {
                heads = List.of();
            } else if (!heads.isEmpty()
                    && used == separator
                    && (cells.size() == heads.size() || (separator == ' ' && cells.size() >= heads.size()))) {
                row(t, cells, heads, spans);
            }
            from = to;
        }
    }

    private static char separatorOf(Tokens t, int from, int to) {
        int bars = 0;
        int commas = 0;
        int gaps = 0;
        boolean tab = false;
        for (int i = from; i < to; i++) {
            bars += t.isMark(i, '|') ? 1 : 0;
            commas += t.isMark(i, ',') && i > from && t.touches(i) && t.touches(i + 1) ? 1 : 0;
            gaps += i > from && t.start(i) - t.end(i - 1) > 1 ? 1 : 0;
            tab |= i > from && t.hasTab(i);
        }
        if (bars > 0) {
            return '|';
        }
        return tab ? '\t' : gaps > 1 ? GAP : commas > 1 ? ',' : to - from <= 12 ? ' ' : 0;
    }

    private static List<int[]> cells(Tokens t, int from, int to, char separator) {
        List<int[]> cells = new ArrayList<>();
        int start = from;
        for (int i = from; i < to; i++) {
            if ((separator == '|' || separator == ',') && t.isMark(i, separator)) {
                if (i > start) {
                    cells.add(new int[] {start, i});
                }
                start = i + 1;
            } else if (i > start
                    && ((separator == '\t' && t.hasTab(i))
                            || (separator == GAP && t.start(i) - t.end(i - 1) > 1)
                            || (separator == ' ' && !t.touches(i)))) {
                cells.add(new int[] {start, i});
                start = i;
            }
        }
        if (to > start) {
            cells.add(new int[] {start, to});
        }
        return cells;
    }

    private static List<String> headsOf(Tokens t, List<int[]> cells) {
        List<String> heads = new ArrayList<>();
        for (int[] cell : cells) {
            StringBuilder head = new StringBuilder();
            for (int i = cell[0]; i < Math.min(cell[1], cell[0] + 4); i++) {
                head.append(head.length() == 0 ? "" : " ").append(t.folded(i));
            }
            heads.add(head.toString().strip());
        }
        return heads;
    }

    /** Three words at least of those that head a column, or all of two. */
    private static boolean isHeading(List<String> heads) {
        long known = heads.stream()
                .filter(head -> NAMES.contains(head)
                        || NUMBERS.contains(head)
                        || PLACES.contains(head)
                        || DATES.contains(head)
                        || OTHERS.contains(head))
                .count();
        boolean identifying = heads.stream()
                .anyMatch(head -> NAMES.contains(head) || NUMBERS.contains(head) || PLACES.contains(head));
        return (identifying && known >= 2 && known == heads.size())
                || (identifying && known >= 3 && known * 3 >= heads.size() * 2L);
    }

    private static void row(Tokens t, List<int[]> cells, List<String> heads, List<PhiSpan> spans) {
        for (int i = 0; i < heads.size(); i++) {
            String head = heads.get(i);
            int from = cells.get(i)[0];
            int to = cells.get(i)[1];
            while (from < to && t.isMark(from)) {
                from++;
            }
            if (from == to) {
                continue;
            }
            if (NAMES.contains(head)) {
                if (t.isWord(from) && to - from <= 8) {
                    spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.NAME, "name.table"));
                }
            } else if (NUMBERS.contains(head)) {
                add(t, from, to, head.equals("mrn") ? PhiClass.MEDICAL_RECORD : PhiClass.OTHER_ID, "id.table", spans);
            } else if (PLACES.contains(head) && t.isCapital(from)) {
                spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.GEOGRAPHY, "place.table"));
            } else if (DATES.contains(head)) {
                add(t, from, to, PhiClass.DATE, "date.table", spans);
            }
        }
    }

    private static void add(Tokens t, int from, int to, PhiClass phiClass, String rule, List<PhiSpan> spans) {
        boolean digits = false;
        for (int i = from; i < to; i++) {
            digits |= t.isNumber(i);
        }
        boolean year = to - from == 1 && t.length(from) == 4 && phiClass == PhiClass.DATE;
        if (digits && to - from <= 9 && !year) {
            spans.add(new PhiSpan(t.start(from), t.end(to - 1), phiClass, rule));
        }
    }
}
