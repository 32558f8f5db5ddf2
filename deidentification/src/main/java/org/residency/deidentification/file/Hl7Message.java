package org.residency.deidentification.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.deidentification.PhiClass;

/**
 * One message as its fields. Texts are OBX-5 of the types FT, TX and ST, and NTE-3; identifiers as a whole are the
 * components that {@link #NAMED} lists. All else stays as it is.
 */
final class Hl7Message {
    private static final Set<String> TEXT_TYPES = Set.of("FT", "TX", "ST");
    private static final Pattern TIME = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(.*)", Pattern.DOTALL);
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");

    /** What a field holds: which of its components are identifiers, each repetition alike. */
    private record Named(PhiClass phiClass, List<Integer> components) {}

    private static final Named PERSON = new Named(PhiClass.NAME, List.of(1, 2, 3));
    private static final Named STAFF = new Named(PhiClass.NAME, List.of(2, 3, 4));
    private static final Named PLACE = new Named(PhiClass.GEOGRAPHY, List.of(1, 2, 3, 5, 8, 9, 10));
    private static final Named TELEPHONE = new Named(PhiClass.PHONE, List.of(1, 4, 7, 12));
    private static final Named DAY = new Named(PhiClass.DATE, List.of(1));

    private static Named id(PhiClass phiClass) {
        return new Named(phiClass, List.of(1));
    }

    private static final Map<String, Named> NAMED = Map.ofEntries(
            Map.entry("MSH-7", DAY),
            Map.entry("EVN-2", DAY),
            Map.entry("EVN-6", DAY),
            Map.entry("PID-2", id(PhiClass.OTHER_ID)),
            Map.entry("PID-3", id(PhiClass.MEDICAL_RECORD)),
            Map.entry("PID-4", id(PhiClass.OTHER_ID)),
            Map.entry("PID-5", PERSON),
            Map.entry("PID-6", PERSON),
            Map.entry("PID-7", DAY),
            Map.entry("PID-9", PERSON),
            Map.entry("PID-11", PLACE),
            Map.entry("PID-12", id(PhiClass.GEOGRAPHY)),
            Map.entry("PID-13", TELEPHONE),
            Map.entry("PID-14", TELEPHONE),
            Map.entry("PID-18", id(PhiClass.ACCOUNT)),
            Map.entry("PID-19", id(PhiClass.SSN)),
            Map.entry("PID-20", id(PhiClass.LICENCE)),
            Map.entry("PID-21", id(PhiClass.MEDICAL_RECORD)),
            Map.entry("PID-23", id(PhiClass.GEOGRAPHY)),
            Map.entry("PID-29", DAY),
            Map.entry("NK1-2", PERSON),
            Map.entry("NK1-4", PLACE),
            Map.entry("NK1-5", TELEPHONE),
            Map.entry("NK1-6", TELEPHONE),
            Map.entry("NK1-16", DAY),
            Map.entry("PV1-7", STAFF),
            Map.entry("PV1-8", STAFF),
            Map.entry("PV1-9", STAFF),
            Map.entry("PV1-17", STAFF),
            Map.entry("PV1-19", id(PhiClass.ACCOUNT)),
            Map.entry("PV1-44", DAY),
            Map.entry("PV1-45", DAY),
            Map.entry("ORC-9", DAY),
            Map.entry("ORC-12", STAFF),
            Map.entry("OBR-6", DAY),
            Map.entry("OBR-7", DAY),
            Map.entry("OBR-8", DAY),
            Map.entry("OBR-14", DAY),
            Map.entry("OBR-16", STAFF),
            Map.entry("OBR-22", DAY),
            Map.entry("OBR-28", STAFF),
            Map.entry("OBX-14", DAY),
            Map.entry("OBX-16", STAFF),
            Map.entry("TXA-4", DAY),
            Map.entry("TXA-5", STAFF),
            Map.entry("TXA-9", STAFF),
            Map.entry("IN1-16", PERSON),
            Map.entry("IN1-18", DAY),
            Map.entry("IN1-19", PLACE),
            Map.entry("IN1-36", id(PhiClass.HEALTH_PLAN)),
            Map.entry("IN1-49", id(PhiClass.HEALTH_PLAN)),
            Map.entry("GT1-3", PERSON),
            Map.entry("GT1-5", PLACE),
            Map.entry("GT1-6", TELEPHONE),
            Map.entry("GT1-12", id(PhiClass.SSN)));

    /** Where a value stands, and what of it is put back behind it. */
    private record Place(int line, int field, int repetition, int component, String rest) {}

    private final Hl7Delimiters delimiters;
    private final List<String> ends = new ArrayList<>();
    private final List<List<String>> fields = new ArrayList<>();
    private final Map<String, EncodedText> texts = new LinkedHashMap<>();
    private final Map<String, NoteRecord.Value> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private Optional<String> patientKey = Optional.empty();

    Hl7Message(Hl7Delimiters delimiters, List<String> lines) {
        this.delimiters = delimiters;
        for (int line = 0; line < lines.size(); line++) {
            String whole = lines.get(line);
            String content = whole.replaceAll("[\\r\\n\\x1c]+$", "");
            ends.add(whole.substring(content.length()));
            fields.add(new ArrayList<>(split(content, delimiters.field())));
            read(line);
        }
    }

    private static List<String> split(String text, char by) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** MSH-1 is the delimiter itself, so that there the second part is field 2. */
    private static int fieldNumber(String segment, int part) {
        return segment.equals("MSH") ? part + 1 : part;
    }

    private void read(int line) {
        List<String> parts = fields.get(line);
        String segment = parts.get(0).replace("\u000b", "");
        for (int part = 1; part < parts.size(); part++) {
            if (parts.get(part).isEmpty() || parts.get(part).equals("\"\"")) {
                continue;
            }
            String field = segment + "-" + fieldNumber(segment, part);
            boolean text = field.equals("NTE-3") || (field.equals("OBX-5") && TEXT_TYPES.contains(parts.get(2)));
            if (text) {
                texts.put(segment + "[" + line + "]-" + part, delimiters.text(parts.get(part)));
                places.put(segment + "[" + line + "]-" + part, new Place(line, part, -1, -1, ""));
            } else if (NAMED.containsKey(field)) {
                named(line, part, field, NAMED.get(field));
            }
        }
    }

    private void named(int line, int part, String field, Named named) {
        List<String> repetitions = split(fields.get(line).get(part), delimiters.repetition());
        for (int repetition = 0; repetition < repetitions.size(); repetition++) {
            List<String> components = split(repetitions.get(repetition), delimiters.component());
            if (named.equals(STAFF) && !components.get(0).isBlank()) {
                String key = field + "[" + line + "]." + repetition + ".1";
                values.put(
                        key,
                        new NoteRecord.Value(
                                PhiClass.LICENCE,
                                delimiters.text(components.get(0)).plain()));
                places.put(key, new Place(line, part, repetition, 0, ""));
            }
            for (int component : named.components()) {
                if (component > components.size()
                        || components.get(component - 1).isBlank()) {
                    continue;
                }
                String notation = components.get(component - 1);
                String plain = delimiters.text(notation).plain();
                String rest = "";
                if (named.phiClass() == PhiClass.DATE) {
                    Matcher time = TIME.matcher(plain);
                    if (!time.matches()) {
                        continue;
                    }
                    plain = time.group(1) + "-" + time.group(2) + "-" + time.group(3);
                    rest = time.group(4);
                }
                String key = field + "[" + line + "]." + repetition + "." + component;
                values.put(key, new NoteRecord.Value(named.phiClass(), plain));
                places.put(key, new Place(line, part, repetition, component - 1, rest));
            }
            remember(field, components, named);
        }
    }

    private void remember(String field, List<String> components, Named named) {
        if (named.phiClass() == PhiClass.NAME) {
            StringBuilder name = new StringBuilder();
            for (int component : named.components()) {
                if (component <= components.size()) {
                    name.append(delimiters.text(components.get(component - 1)).plain())
                            .append(' ');
                }
            }
            if (!name.toString().isBlank()) {
                names.add(name.toString().strip());
            }
        } else if (field.equals("PID-3")
                && patientKey.isEmpty()
                && !components.get(0).isBlank()) {
            patientKey = Optional.of(components.get(0));
        }
    }

    Map<String, EncodedText> texts() {
        return texts;
    }

    Map<String, NoteRecord.Value> values() {
        return values;
    }

    /** The patient's and the staff's, as the message names them. */
    List<String> names() {
        return names;
    }

    /** The first identifier of PID-3. */
    Optional<String> patientKey() {
        return patientKey;
    }

    /** The message with other texts and values. */
    String with(Map<String, String> replaced) {
        replaced.forEach((key, text) -> {
            Place place = places.get(key);
            List<String> parts = fields.get(place.line());
            parts.set(place.field(), place.component() < 0 ? text : component(parts.get(place.field()), place, text));
        });
        StringBuilder out = new StringBuilder();
        for (int line = 0; line < fields.size(); line++) {
            out.append(String.join(Character.toString(delimiters.field()), fields.get(line)))
                    .append(ends.get(line));
        }
        return out.toString();
    }

    private String component(String field, Place place, String text) {
        List<String> repetitions = split(field, delimiters.repetition());
        List<String> components = split(repetitions.get(place.repetition()), delimiters.component());
        Matcher date = DATE.matcher(text);
        // A moved day keeps its time; a year alone or a mask has none.
        String value = date.matches()
                ? date.group(1) + date.group(2) + date.group(3) + place.rest()
                : delimiters.escaped(text);
        components.set(place.component(), value);
        repetitions.set(place.repetition(), String.join(Character.toString(delimiters.component()), components));
        return String.join(Character.toString(delimiters.repetition()), repetitions);
    }
}
