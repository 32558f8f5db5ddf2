package org.residency.deidentification;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the identifiers of a note and puts something else in their place. First each rule looks at each text; then what
 * was found is looked for through all of them again; then everything is replaced at once. Holds no state between notes
 * and may be shared by threads.
 */
public final class Deidentifier {
    /** Rules after which a name is followed in small letters too; what the others find may be a word. */
    private static final Set<String> CERTAIN_RULES = WordSet.of(
            "name.title",
            "name.label",
            "name.header",
            "name.patient",
            "name.table",
            "name.spelled",
            "name.signed",
            "name.relative",
            "name.first-last",
            "name.credential",
            "name.role",
            "name.apposition",
            "name.field",
            "name.roster",
            "name.companion");

    private final DeidentificationKey key;
    private final DeidentificationPolicy policy;
    private final Knowledge knowledge;
    private final List<PhiDetector> detectors;
    private final Surrogates surrogates;

    /** One mode for all classes. */
    public Deidentifier(DeidentificationKey key, ReplacementMode mode) {
        this(key, DeidentificationPolicy.of(mode));
    }

    /** What a hospital decided. */
    public Deidentifier(DeidentificationKey key, DeidentificationPolicy policy) {
        this(key, policy, Knowledge.ofTheLibrary());
    }

    /** With another tagger, such as one in training. */
    Deidentifier(DeidentificationKey key, DeidentificationPolicy policy, Knowledge knowledge) {
        this.knowledge = knowledge;
        this.key = key;
        this.policy = policy;
        this.surrogates = new Surrogates(key, policy, knowledge.lexicon());
        // In order of precedence: of two rules that claim one place, the former names its class.
        List<PhiDetector> inOrder = new ArrayList<>(List.of(
                new OwnPatternDetector(policy.patterns()),
                new ContactDetector(),
                new NumberDetector(),
                new DateDetector(),
                new DateContextDetector(),
                new LooseDayDetector(),
                new LabelledIdDetector(),
                new PhoneDetector(),
                new CodeLabelDetector(),
                new SpokenNumberDetector(),
                new ContextCodeDetector(),
                new AgeDetector(),
                new TableDetector(),
                new AddressDetector(),
                new FacilityDetector(),
                new PlaceLabelDetector(),
                new TownDetector(),
                new NamedPlaceDetector(),
                new KnownPlaceDetector(),
                new PlaceCompanionDetector(),
                new LedPlaceDetector(),
                new KeyedFieldDetector(),
                new TriggeredNameDetector(),
                new NameDetector(),
                new RosterDetector(),
                new ContextNameDetector(),
                new SurmisedPersonDetector(),
                new MisreadNameDetector(),
                knowledge.tagger(),
                new NameCompanionDetector(),
                new NameExtensionDetector(),
                new PlaceExtensionDetector(),
                new JoinedPlaceDetector(),
                new NameRowDetector(),
                new CalledNameDetector(),
                new OldAgeDetector(),
                new SplitContactDetector(),
                new GroupedCodeDetector(),
                new UnclaimedCodeDetector()));
        if (policy.strictness() == DeidentificationPolicy.Strictness.STRICT) {
            inOrder.add(new StrictDetector());
        }
        this.detectors = List.copyOf(inOrder);
    }

    /** The mode this was made with. */
    public ReplacementMode mode() {
        return policy.mode();
    }

    /** A text on its own. */
    public DeidentifiedText deidentify(String text, PatientContext patient) {
        return deidentify(Map.of("text", text), patient).fields().get("text");
    }

    /**
     * The texts of one note together: a name that one field gives away (Mr. X) is removed from all.
     *
     * @param fields text by field name; the result has the same names in the same order
     */
    public DeidentifiedNote deidentify(Map<String, String> fields, PatientContext patient) {
        Map<String, Tokens> plain = new LinkedHashMap<>();
        fields.forEach((name, text) -> plain.put(name, new Tokens(PlainForm.of(text), text, knowledge.wordFacts())));
        Map<String, List<PhiSpan>> found = new LinkedHashMap<>();
        plain.forEach((name, tokens) -> {
            List<PhiSpan> spans = new ArrayList<>();
            detectors.forEach(detector -> detector.detect(tokens, spans));
            KeptTerms.ofTheLibrary().spare(tokens, spans);
            ClinicalReadings.spare(tokens, spans);
            found.put(name, spans);
        });
        KnownNames knownNames = new KnownNames(knowledge.wordFacts());
        patient.knownNames().forEach(name -> knownNames.addRecorded(name, knowledge.nicknames()));
        policy.words().forEach(knownNames::add);
        KnownValues knownValues = new KnownValues();
        patient.knownValues().forEach(knownValues::addRecorded);
        Set<String> firstNames = new HashSet<>();
        found.forEach((name, spans) -> {
            String text = plain.get(name).text;
            goingIn(text, spans).forEach(span -> remember(span, text, knownNames, knownValues, firstNames));
        });
        NoteScope scope = new NoteScope(patient.patientKey(), wordsOf(found, plain), firstNames);
        Map<String, DeidentifiedText> texts = new LinkedHashMap<>();
        fields.forEach((name, text) -> {
            List<PhiSpan> spans = found.get(name);
            Tokens tokens = plain.get(name);
            knownNames.findIn(tokens, spans);
            spans.addAll(knownValues.findIn(tokens.text));
            KeptTerms.ofTheLibrary().spare(tokens, spans);
            ClinicalReadings.spare(tokens, spans);
            texts.put(name, replace(text, goingIn(tokens.text, spans), scope));
        });
        Set<String> removed = new HashSet<>(knownNames.distinctiveWords());
        removed.addAll(knownValues.values());
        return new DeidentifiedNote(texts, removed);
    }

    /** What the rules in front of the tagger find, for its training. */
    List<PhiSpan> beforeTagger(Tokens t) {
        List<PhiSpan> spans = new ArrayList<>();
        for (PhiDetector detector : detectors) {
            if (detector == knowledge.tagger()) {
                break;
            }
            detector.detect(t, spans);
        }
        return spans;
    }

    /** What stands for a field that is an identifier as a whole, such as the patient's name in a header. */
    public String replaceValue(PhiClass phiClass, String value, PatientContext patient) {
        if (value.isBlank()) {
            return value;
        }
        NoteScope scope = new NoteScope(patient.patientKey(), Set.of(), Set.of());
        return surrogates.replacement(new PhiSpan(0, value.length(), phiClass, "field"), value, scope);
    }

    /** See {@link DeidentificationKey#pseudonym}. */
    public String pseudonym(String patientKey) {
        return key.pseudonym(patientKey);
    }

    /** Keyed digest of a note's texts, 64 hexadecimal digits: who lacks the key cannot try texts against it. */
    public String noteDigest(Map<String, String> fields) {
        List<String> parts = new ArrayList<>(List.of("note"));
        fields.forEach((name, text) -> {
            parts.add(name);
            parts.add(text);
        });
        return HexFormat.of().formatHex(key.digest(parts.toArray(new String[0])));
    }

    /** Merged first: what a class that stays covers is no other class's either. */
    private List<PhiSpan> goingIn(String text, List<PhiSpan> spans) {
        List<PhiSpan> merged = new ArrayList<>(SpanMerger.merge(text, spans));
        merged.removeIf(span -> policy.classes().get(span.phiClass()) == DeidentificationPolicy.Treatment.KEEP);
        return merged;
    }

    private void remember(
            PhiSpan span, String text, KnownNames knownNames, KnownValues knownValues, Set<String> firstNames) {
        String value = text.substring(span.start(), span.end());
        if (span.phiClass() == PhiClass.NAME) {
            if (CERTAIN_RULES.contains(span.rule())) {
                knownNames.add(value);
            } else {
                knownNames.addSurmised(value);
            }
            int blank = value.indexOf(' ');
            int comma = value.indexOf(',');
            if (comma >= 0) {
                firstNames.add(
                        value.substring(comma + 1).strip().split(" ", 2)[0].toLowerCase(Locale.ROOT));
            } else if (blank > 0) {
                firstNames.add(value.substring(0, blank).toLowerCase(Locale.ROOT));
            }
        } else if (!span.rule().startsWith("age.")) {
            knownValues.add(span.phiClass(), value, knowledge.lexicon());
        }
    }

    private DeidentifiedText replace(String text, List<PhiSpan> spans, NoteScope scope) {
        StringBuilder out = new StringBuilder(text.length());
        List<PhiSpan> replaced = new ArrayList<>();
        int from = 0;
        for (PhiSpan span : spans) {
            out.append(text, from, span.start());
            int start = out.length();
            out.append(surrogates.replacement(span, text.substring(span.start(), span.end()), scope));
            replaced.add(new PhiSpan(start, out.length(), span.phiClass(), span.rule()));
            from = span.end();
        }
        out.append(text, from, text.length());
        return new DeidentifiedText(out.toString(), spans, replaced);
    }

    /** The words that no surrogate may be; none where nothing needs one. */
    private static Set<String> wordsOf(Map<String, List<PhiSpan>> found, Map<String, Tokens> plain) {
        Set<String> words = new HashSet<>();
        if (found.values().stream().allMatch(List::isEmpty)) {
            return words;
        }
        for (Tokens tokens : plain.values()) {
            for (int i = 0; i < tokens.count(); i++) {
                if (tokens.isWord(i)) {
                    words.add(tokens.folded(i));
                }
            }
        }
        return words;
    }
}
