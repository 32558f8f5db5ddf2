package org.residency.deidentification;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Softmax regression by AdaGrad (Duchi, Hazan, Singer, 2011), one example after the other, the labels before each word
 * being those that the tagger itself gave. Words are now and then shown as if no list and no training text had them.
 */
final class TaggerTraining {
    private static final double RATE = 0.12;
    private static final double DECAY = 2e-6;
    /** By this much, in log-odds, the truth has to lead before an example teaches nothing more. */
    private static final double ENOUGH = 5;
    /** One feature in so many is left out each time, so that none is trusted alone. */
    private static final int FORGOTTEN = 7;

    /** Weights at so many points, of which those of the second half are averaged in the end (Polyak). */
    private static final int SNAPSHOTS = 60;

    private final WordFacts facts;
    private final Random random = new Random(20_261_123);
    private final float[] weights = new float[NameTagger.LABELS << TaggerFeatures.BITS];
    private final float[] squares = new float[NameTagger.LABELS << TaggerFeatures.BITS];
    private final float[] means = new float[NameTagger.LABELS << TaggerFeatures.BITS];

    TaggerTraining(WordFacts facts) {
        this.facts = facts;
    }

    void learn(List<TrainingText.Labelled> notes, int rounds) {
        int total = rounds * notes.size();
        int step = 0;
        int taken = 0;
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(notes, random);
            for (TrainingText.Labelled note : notes) {
                read(note, true, (t, i, truth, sums, features) -> step(truth, sums, features));
                step++;
                if (step * 2L > total && (step * (long) SNAPSHOTS) % total < SNAPSHOTS) {
                    taken++;
                    for (int k = 0; k < means.length; k++) {
                        means[k] += (weights[k] - means[k]) / taken;
                    }
                }
            }
        }
        System.arraycopy(means, 0, weights, 0, means.length);
    }

    /** Weights as the jar holds them. */
    byte[] quantized() {
        byte[] bytes = new byte[weights.length];
        for (int i = 0; i < bytes.length; i += NameTagger.LABELS) {
            for (int label = 0; label < NameTagger.LABELS; label++) {
                long steps = Math.round((double) weights[i + label] * NameTagger.STEPS);
                bytes[i + label] = (byte) Math.max(-127, Math.min(127, steps));
            }
        }
        return bytes;
    }

    /** What the weights say of notes that they were not trained on: by label, how many words they found, and of how many. */
    String report(List<TrainingText.Labelled> held) {
        int[] right = new int[NameTagger.LABELS];
        int[] given = new int[NameTagger.LABELS];
        int[] wanted = new int[NameTagger.LABELS];
        for (TrainingText.Labelled note : held) {
            read(note, false, (t, i, truth, sums, features) -> {
                int label = best(sums);
                wanted[truth]++;
                given[label]++;
                right[label] += label == truth ? 1 : 0;
            });
        }
        return "found " + Arrays.toString(right) + " of " + Arrays.toString(wanted) + ", gave "
                + Arrays.toString(given);
    }

    interface Judged {
        void of(Tokens t, int i, int truth, double[] sums, TaggerFeatures features);
    }

    /** Goes over a note as the tagger does. */
    void read(TrainingText.Labelled note, boolean training, Judged judged) {
        Tokens t = new Tokens(PlainForm.of(note.text()), note.text(), facts);
        int[] hidden = hidden(t);
        TaggerFeatures features = new TaggerFeatures(t, hidden);
        double[] sums = new double[NameTagger.LABELS];
        int former = NameTagger.OTHER;
        int formerButOne = NameTagger.OTHER;
        for (int i = 0; i < t.count(); i++) {
            int label = NameTagger.OTHER;
            if (NameTagger.isJudged(t, i)) {
                features.read(i, former, formerButOne, hidden[i] != 0 || (training && random.nextInt(5) < 2));
                if (training) {
                    forget(features);
                }
                sum(features, sums);
                label = best(sums);
                int truth = note.labels().charAt(t.start(i)) - '0';
                judged.of(t, i, truth, sums, features);
            }
            if (t.isWord(i)) {
                formerButOne = former;
                former = label;
            }
        }
    }

    /** Short small words are known to everybody; of the others some are met here for the first time. */
    private int[] hidden(Tokens t) {
        int[] hidden = new int[t.count()];
        int one = random.nextInt(3) == 0 ? 2 : 5;
        for (int i = 0; i < hidden.length; i++) {
            boolean content = t.isWord(i)
                    && (t.length(i) > 4
                            || (t.isUpper(i) && !t.inUpperLine(i))
                            || (t.isCapital(i) && t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME)))
                    && !t.is(
                            i,
                            WordFacts.TITLE
                                    | WordFacts.SOFT_TITLE
                                    | WordFacts.RELATION
                                    | WordFacts.STAFF
                                    | WordFacts.LABEL
                                    | WordFacts.CREDENTIAL
                                    | WordFacts.VERB
                                    | WordFacts.MONTH
                                    | WordFacts.WEEKDAY
                                    | WordFacts.LARGE_PLACE);
            hidden[i] = content && random.nextInt(one) == 0 ? -1 : 0;
        }
        return hidden;
    }

    private void forget(TaggerFeatures features) {
        int kept = 0;
        for (int k = 0; k < features.count; k++) {
            if (random.nextInt(FORGOTTEN) != 0) {
                features.at[kept++] = features.at[k];
            }
        }
        features.count = kept;
    }

    private void sum(TaggerFeatures features, double[] sums) {
        for (int label = 0; label < sums.length; label++) {
            double sum = 0;
            for (int k = 0; k < features.count; k++) {
                sum += weights[features.at[k] * NameTagger.LABELS + label];
            }
            sums[label] = sum;
        }
    }

    private static int best(double[] sums) {
        int best = 0;
        for (int label = 1; label < sums.length; label++) {
            best = sums[label] > sums[best] ? label : best;
        }
        return best;
    }

    private void step(int truth, double[] sums, TaggerFeatures features) {
        double most = Double.NEGATIVE_INFINITY;
        double second = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < sums.length; label++) {
            most = Math.max(most, sums[label]);
            second = label == truth ? second : Math.max(second, sums[label]);
        }
        if (sums[truth] - second > ENOUGH) {
            return;
        }
        double whole = 0;
        double[] p = new double[sums.length];
        for (int label = 0; label < p.length; label++) {
            p[label] = Math.exp(sums[label] - most);
            whole += p[label];
        }
        for (int label = 0; label < p.length; label++) {
            double gradient = p[label] / whole - (label == truth ? 1 : 0);
            for (int k = 0; k < features.count; k++) {
                int at = features.at[k] * NameTagger.LABELS + label;
                double g = gradient + DECAY * weights[at];
                squares[at] += (float) (g * g);
                weights[at] -= (float) (RATE * g / Math.sqrt(squares[at] + 1e-6));
            }
        }
    }
}
