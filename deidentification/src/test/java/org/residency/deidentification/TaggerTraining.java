package org.residency.deidentification;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * The network of {@link TaggerWeights} by AdaGrad (Duchi, Hazan, Singer, 2011), one example after the other, the labels
 * before each word being those that the tagger itself gave. Words are now and then shown as if no list and no training text
 * had them.
 */
final class TaggerTraining {
    private static final int LABELS = NameTagger.LABELS;
    private static final int HIDDEN = TaggerWeights.HIDDEN;
    private static final float RATE = 0.1F;
    private static final float DECAY = 2e-6F;
    /** By this much, in log-odds, the truth has to lead before an example teaches nothing more. */
    private static final float ENOUGH = 5;
    /** One feature in so many is left out each time, so that none is trusted alone. */
    private static final int FORGOTTEN = 3;

    /** Weights at so many points of the second half are averaged in the end (Polyak). */
    private static final int SNAPSHOTS = 24;

    private final WordFacts facts;
    private final Deidentifier rules;
    private final Random random = new Random(20_261_123);
    private final float[] linear = new float[LABELS << TaggerFeatures.BITS];
    private final float[] linearSquares = new float[LABELS << TaggerFeatures.BITS];
    private final float[] rows = new float[HIDDEN << TaggerFeatures.ROW_BITS];
    private final float[] rowSquares = new float[1 << TaggerFeatures.ROW_BITS];
    private final float[] bias = new float[HIDDEN];
    private final float[] biasSquares = new float[HIDDEN];
    private final float[] output = new float[LABELS * HIDDEN];
    private final float[] outputSquares = new float[LABELS * HIDDEN];
    private final float[] hidden = new float[HIDDEN];
    private final float[] sums = new float[LABELS];

    TaggerTraining(WordFacts facts) {
        this.facts = facts;
        this.rules = new Deidentifier(
                DeidentificationKey.of(new byte[32]),
                DeidentificationPolicy.of(ReplacementMode.MASK),
                new Knowledge(
                        new Lexicon(), facts, new Nicknames(), new NameTagger(weights(TaggerLeads.never(), Map.of()))));
        for (int j = 0; j < HIDDEN; j++) {
            bias[j] = 0.1F;
        }
        for (int k = 0; k < output.length; k++) {
            output[k] = (float) random.nextGaussian() * 0.3F;
        }
    }

    /** Learns from notes as they come; those of the second half count for what the weights are in the end. */
    void learn(Iterable<TrainingText.Labelled> notes, int count) {
        float[][] parts = {linear, rows, bias, output};
        float[][] means = new float[parts.length][];
        for (int p = 0; p < parts.length; p++) {
            means[p] = new float[parts[p].length];
        }
        int step = 0;
        int taken = 0;
        int every = Math.max(1, count / 2 / SNAPSHOTS);
        for (TrainingText.Labelled note : notes) {
            read(note);
            step++;
            if (step > count / 2 && step % every == 0) {
                taken++;
                for (int p = 0; p < parts.length; p++) {
                    for (int k = 0; k < means[p].length; k++) {
                        means[p][k] += (parts[p][k] - means[p][k]) / taken;
                    }
                }
            }
        }
        for (int p = 0; p < parts.length; p++) {
            System.arraycopy(means[p], 0, parts[p], 0, means[p].length);
        }
    }

    /** The tagger's weights with these leads. */
    TaggerWeights weights(float[] leads, Map<String, Float> doubts) {
        return new TaggerWeights(
                quantized(linear, TaggerWeights.STEPS),
                quantized(rows, TaggerWeights.ROW_STEPS),
                bias,
                output,
                leads,
                doubts);
    }

    /** Weights as the jar holds them. */
    void write(OutputStream to, float[] leads, Map<String, Float> doubts) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(to))) {
            floats(leads, out);
            out.writeInt(doubts.size());
            for (Map.Entry<String, Float> doubt : new TreeMap<>(doubts).entrySet()) {
                out.writeUTF(doubt.getKey());
                out.writeFloat(doubt.getValue());
            }
            floats(bias, out);
            floats(output, out);
            out.write(quantized(linear, TaggerWeights.STEPS));
            out.write(quantized(rows, TaggerWeights.ROW_STEPS));
        }
    }

    private static void floats(float[] values, DataOutputStream out) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static byte[] quantized(float[] floats, int steps) {
        byte[] bytes = new byte[floats.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(-127, Math.min(127, Math.round(floats[i] * steps)));
        }
        return bytes;
    }

    /** Goes over a note as the tagger does. */
    private void read(TrainingText.Labelled note) {
        Tokens t = new Tokens(PlainForm.of(note.text()), note.text(), facts);
        int[] hiddenFacts = hidden(t);
        TaggerFeatures features = new TaggerFeatures(t, ruled(note, t), hiddenFacts);
        int former = NameTagger.OTHER;
        int formerButOne = NameTagger.OTHER;
        for (int i = 0; i < t.count(); i++) {
            int label = NameTagger.OTHER;
            if (NameTagger.isJudged(t, i)) {
                features.read(i, former, formerButOne, hiddenFacts[i] != 0 || random.nextInt(5) < 2);
                forget(features);
                sum(features);
                label = NameTagger.best(sums);
                int truth = note.labels().charAt(t.start(i)) - '0';
                if (truth < LABELS) {
                    step(truth, features);
                }
            }
            if (!t.isMark(i)) {
                formerButOne = former;
                former = label;
            }
        }
    }

    /** The templates' authors wrote the rules too, so that only of hand-written notes the rules say what they say of others. */
    private int[] ruled(TrainingText.Labelled note, Tokens t) {
        if (!note.written() || random.nextInt(4) == 0) {
            return null;
        }
        List<PhiSpan> spans = rules.beforeTagger(t);
        spans.removeIf(span -> random.nextInt(12) == 0);
        return TaggerFeatures.ruled(t, spans);
    }

    /** Short small words are known to everybody; of the others some are met here for the first time. */
    private int[] hidden(Tokens t) {
        int[] hiddenFacts = new int[t.count()];
        int one = random.nextInt(3) == 0 ? 2 : 5;
        for (int i = 0; i < hiddenFacts.length; i++) {
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
            hiddenFacts[i] = content && random.nextInt(one) == 0 ? -1 : 0;
        }
        return hiddenFacts;
    }

    private void forget(TaggerFeatures features) {
        int kept = 0;
        for (int k = 0; k < features.count; k++) {
            if (random.nextInt(FORGOTTEN) != 0) {
                features.at[kept++] = features.at[k];
            }
        }
        features.count = kept;
        int rowsKept = 0;
        for (int k = 0; k < features.rowCount; k++) {
            if (random.nextInt(FORGOTTEN) != 0) {
                features.rows[rowsKept++] = features.rows[k];
            }
        }
        features.rowCount = rowsKept;
    }

    private void sum(TaggerFeatures features) {
        System.arraycopy(bias, 0, hidden, 0, HIDDEN);
        for (int k = 0; k < features.rowCount; k++) {
            int row = features.rows[k] * HIDDEN;
            for (int j = 0; j < HIDDEN; j++) {
                hidden[j] += rows[row + j];
            }
        }
        Arrays.fill(sums, 0);
        for (int k = 0; k < features.count; k++) {
            int at = features.at[k] * LABELS;
            for (int label = 0; label < LABELS; label++) {
                sums[label] += linear[at + label];
            }
        }
        for (int label = 0; label < LABELS; label++) {
            float sum = sums[label];
            for (int j = 0; j < HIDDEN; j++) {
                sum += Math.max(0, hidden[j]) * output[j * LABELS + label];
            }
            sums[label] = sum;
        }
    }

    private void step(int truth, TaggerFeatures features) {
        float most = Float.NEGATIVE_INFINITY;
        float second = Float.NEGATIVE_INFINITY;
        for (int label = 0; label < LABELS; label++) {
            most = Math.max(most, sums[label]);
            second = label == truth ? second : Math.max(second, sums[label]);
        }
        if (sums[truth] - second > ENOUGH) {
            return;
        }
        float[] gradient = new float[LABELS];
        float whole = 0;
        for (int label = 0; label < LABELS; label++) {
            gradient[label] = (float) StrictMath.exp(sums[label] - most);
            whole += gradient[label];
        }
        float[] down = new float[HIDDEN];
        for (int label = 0; label < LABELS; label++) {
            gradient[label] = gradient[label] / whole - (label == truth ? 1 : 0);
            for (int j = 0; j < HIDDEN; j++) {
                int at = j * LABELS + label;
                if (hidden[j] > 0) {
                    down[j] += gradient[label] * output[at];
                    float g = gradient[label] * hidden[j];
                    outputSquares[at] += g * g;
                    output[at] -= RATE * 0.3F * g / (float) Math.sqrt(outputSquares[at] + 1);
                }
            }
        }
        for (int k = 0; k < features.count; k++) {
            int at = features.at[k] * LABELS;
            for (int label = 0; label < LABELS; label++) {
                float g = gradient[label] + DECAY * linear[at + label];
                linearSquares[at + label] += g * g;
                linear[at + label] -= RATE * g / (float) Math.sqrt(linearSquares[at + label] + 1e-6F);
            }
        }
        stepDown(down, features);
    }

    private void stepDown(float[] down, TaggerFeatures features) {
        float square = 0;
        for (int j = 0; j < HIDDEN; j++) {
            square += down[j] * down[j];
            biasSquares[j] += down[j] * down[j];
            bias[j] -= RATE * 0.3F * down[j] / (float) Math.sqrt(biasSquares[j] + 1);
        }
        square /= HIDDEN;
        for (int k = 0; k < features.rowCount; k++) {
            int row = features.rows[k];
            rowSquares[row] += square;
            float rate = RATE / (float) Math.sqrt(rowSquares[row] + 0.01F);
            int from = row * HIDDEN;
            for (int j = 0; j < HIDDEN; j++) {
                rows[from + j] -= rate * down[j];
            }
        }
    }
}
