package org.residency.deidentification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.residency.deidentification.quality.MarkedNote;

/**
 * Chooses what the tagger's labels have to lead by, and when it may speak against a rule, on notes that its weights were
 * not trained on: so that what is found more and what is taken wrongly balance. A cell of few words leans on the others
 * of its label.
 */
final class TaggerLeads {
    /** A plain word taken weighs as much as so many words of identifiers that are found. */
    private static final double FALSE = Double.parseDouble(System.getProperty("tagger.false", "0.6"));

    private static final float STEP = 0.25F;
    private static final int GRID = 56;
    private static final float LEAST = -NameTagger.HOPELESS;
    private static final double LEANING = 0.15;
    /** Below it a rule keeps its say: too few of its spans were wrong. */
    private static final int LEAST_GAIN = 2;

    /** A lead of the tagger that no choice goes below, so that a rule is not overruled for a handful of spans. */
    private static final float LEAST_DOUBT = 3;

    /** Rules that say what is behind or before by itself. */
    private static final Set<String> TRUSTED =
            Set.of("place.state", "place.label", "name.title", "name.label", "name.field", "name.patient");

    private static final float NEVER = 1_000;

    private final NameTagger tagger;
    private final WordFacts facts;
    private final Deidentifier rules;

    /** [label][situation][step]: the balance of a lead of so many steps. */
    private final double[][][] balance = new double[NameTagger.LABELS][NameTagger.SITUATIONS][GRID];

    /** By rule, [step]: the balance of taking back what leads by more. */
    private final Map<String, double[]> doubts = new TreeMap<>();

    TaggerLeads(TaggerWeights weights, WordFacts facts) {
        this.tagger = new NameTagger(weights);
        this.facts = facts;
        // Rules alone: a tagger that is never sure.
        this.rules = new Deidentifier(
                DeidentificationKey.of(new byte[32]),
                DeidentificationPolicy.of(ReplacementMode.MASK),
                new Knowledge(new Lexicon(), facts, new Nicknames(), tagger));
    }

    /** What training gives before leads are chosen: never sure. */
    static float[] never() {
        float[] leads = new float[NameTagger.LABELS * NameTagger.SITUATIONS];
        Arrays.fill(leads, NEVER);
        return leads;
    }

    void see(List<MarkedNote> notes) {
        notes.forEach(this::see);
    }

    private void see(MarkedNote note) {
        String text = note.text();
        boolean[] marked = new boolean[text.length() + 1];
        note.identifiers().forEach(mark -> Arrays.fill(marked, mark.start(), mark.end(), true));
        List<PhiSpan> spans =
                rules.deidentify(text, PatientContext.of(note.id())).found();
        boolean[] covered = new boolean[text.length() + 1];
        Tokens t = new Tokens(PlainForm.of(text), text, facts);
        byte[] labels = new byte[t.count()];
        float[] plain = new float[t.count()];
        tagger.label(t, rules.beforeTagger(t), labels, new boolean[t.count()], plain);
        for (PhiSpan span : spans) {
            Arrays.fill(covered, span.start(), span.end(), true);
            weighRule(t, span, plain, marked);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != NameTagger.OTHER && !covered[t.start(i)]) {
                add(
                        balance[labels[i]][NameTagger.situation(t, i, t.facts(i))],
                        -plain[i],
                        marked[t.start(i)] ? 1 : -FALSE);
            }
        }
    }

    private void weighRule(Tokens t, PhiSpan span, float[] plain, boolean[] marked) {
        boolean wrong = true;
        for (int at = span.start(); at < span.end(); at++) {
            wrong &= !marked[at];
        }
        add(
                doubts.computeIfAbsent(span.rule(), rule -> new double[GRID]),
                NameTagger.plainness(t, span, plain),
                wrong ? FALSE : -1);
    }

    /** What leads by {@code lead} is taken at each step below it. */
    private static void add(double[] steps, float lead, double worth) {
        for (int step = 0; step < GRID && LEAST + step * STEP < lead; step++) {
            steps[step] += worth;
        }
    }

    /** [LABELS x SITUATIONS] */
    float[] leads() {
        float[] leads = new float[NameTagger.LABELS * NameTagger.SITUATIONS];
        for (int label = 0; label < NameTagger.LABELS; label++) {
            double[] whole = new double[GRID];
            for (double[] cell : balance[label]) {
                for (int step = 0; step < GRID; step++) {
                    whole[step] += cell[step] * LEANING;
                }
            }
            for (int situation = 0; situation < NameTagger.SITUATIONS; situation++) {
                double[] cell = balance[label][situation].clone();
                for (int step = 0; step < GRID; step++) {
                    cell[step] += whole[step];
                }
                leads[label * NameTagger.SITUATIONS + situation] = LEAST + best(cell) * STEP;
            }
        }
        return leads;
    }

    /** By rule, where the tagger gains enough by speaking against it. */
    Map<String, Float> doubts() {
        Map<String, Float> chosen = new TreeMap<>();
        doubts.forEach((rule, steps) -> {
            int best = best(steps);
            if (steps[best] >= LEAST_GAIN * FALSE && !TRUSTED.contains(rule)) {
                chosen.put(rule, Math.max(LEAST_DOUBT, LEAST + best * STEP));
            }
        });
        return chosen;
    }

    /** The largest, of equals that of the highest lead. */
    private static int best(double[] steps) {
        int best = 0;
        for (int step = 1; step < steps.length; step++) {
            best = steps[step] >= steps[best] ? step : best;
        }
        return best;
    }

    /** What was chosen, for the log. */
    List<String> report() {
        List<String> lines = new ArrayList<>();
        float[] leads = leads();
        for (int label = 1; label < NameTagger.LABELS; label++) {
            lines.add(label + " "
                    + Arrays.toString(Arrays.copyOfRange(
                            leads, label * NameTagger.SITUATIONS, (label + 1) * NameTagger.SITUATIONS)));
        }
        lines.add(doubts().toString());
        return lines;
    }
}
