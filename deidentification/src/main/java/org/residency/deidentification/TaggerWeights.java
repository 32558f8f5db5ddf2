package org.residency.deidentification;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What the tagger learned: a linear part over joined features and one layer of hidden units over single ones, whose sums
 * are the log-odds of each label. As in Cheng et al., "Wide & Deep Learning for Recommender Systems", 2016. Immutable.
 */
final class TaggerWeights {
    static final int HIDDEN = 32;

    /** Linear weights are bytes: so many steps are one unit of log-odds. */
    static final int STEPS = 16;

    /** So are those of the rows, of so many steps. */
    static final int ROW_STEPS = 64;

    private static final long EVEN = 0x00FF_00FF_00FF_00FFL;
    private static final int OFFSET = 128;
    private static final int LONGS = HIDDEN / 4;

    /**
     * [2^BITS], the weights of all labels in one number, a byte each, moved up by {@link #OFFSET} so that they can be summed
     * side by side.
     */
    private final long[] linear;

    /** [2^ROW_BITS x LONGS], each row what one feature adds to the hidden units, four of them in one number, moved up alike. */
    private final long[] rows;

    /** [HIDDEN] */
    private final float[] bias;

    /** [HIDDEN x LABELS] */
    private final float[] output;

    /** [LABELS x SITUATIONS]: what a label has to lead by. */
    private final float[] leads;

    /** By rule: a span of which every word is nobody's by more than this is taken back. */
    private final Map<String, Float> doubts;

    /**
     * Takes what was learned.
     *
     * @param linear [2^BITS x LABELS]
     * @param rows [2^ROW_BITS x HIDDEN]
     * @param bias [HIDDEN]
     * @param output [HIDDEN x LABELS]
     * @param leads [LABELS x SITUATIONS]
     * @param doubts by rule
     */
    TaggerWeights(byte[] linear, byte[] rows, float[] bias, float[] output, float[] leads, Map<String, Float> doubts) {
        this.linear = new long[1 << TaggerFeatures.BITS];
        for (int i = 0; i < linear.length; i++) {
            this.linear[i / NameTagger.LABELS] |= (long) (linear[i] + OFFSET) << (8 * (i % NameTagger.LABELS));
        }
        this.rows = new long[LONGS << TaggerFeatures.ROW_BITS];
        for (int i = 0; i < rows.length; i++) {
            this.rows[i / 4] |= (long) (rows[i] + OFFSET) << (16 * (i % 4));
        }
        this.bias = bias;
        this.output = output;
        this.leads = leads;
        this.doubts = Map.copyOf(doubts);
    }

    /** Those that come with the library. */
    static TaggerWeights load() {
        try (InputStream resource = TaggerWeights.class.getResourceAsStream("tagger.bin")) {
            if (resource == null) {
                throw new IllegalStateException("resource tagger.bin is missing from the deidentification jar");
            }
            return read(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource tagger.bin", e);
        }
    }

    static TaggerWeights read(InputStream from) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(from, 1 << 16))) {
            float[] leads = floats(in, NameTagger.LABELS * NameTagger.SITUATIONS);
            Map<String, Float> doubts = new HashMap<>();
            for (int count = in.readInt(); count > 0; count--) {
                doubts.put(in.readUTF(), in.readFloat());
            }
            float[] bias = floats(in, HIDDEN);
            float[] output = floats(in, NameTagger.LABELS * HIDDEN);
            byte[] linear = new byte[NameTagger.LABELS << TaggerFeatures.BITS];
            in.readFully(linear);
            byte[] rows = new byte[HIDDEN << TaggerFeatures.ROW_BITS];
            in.readFully(rows);
            return new TaggerWeights(linear, rows, bias, output, leads, doubts);
        }
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = in.readFloat();
        }
        return floats;
    }

    /** What a label must lead {@link NameTagger#OTHER} by in a situation. */
    float lead(int label, int situation) {
        return leads[label * NameTagger.SITUATIONS + situation];
    }

    /** How sure it has to be that no word of a span is anybody's, to take back what this rule found; never without a lead. */
    float doubt(String rule) {
        return doubts.getOrDefault(rule, Float.POSITIVE_INFINITY);
    }

    /**
     * The log-odds of each label for the word that was read.
     *
     * @param hidden room for [HIDDEN]
     * @param sums [LABELS], filled
     */
    void sum(TaggerFeatures features, float[] hidden, float[] sums) {
        sumRows(features, hidden);
        long even = 0;
        long odd = 0;
        for (int k = 0; k < features.count; k++) {
            long six = linear[features.at[k]];
            even += six & EVEN;
            odd += (six >>> 8) & EVEN;
        }
        int moved = OFFSET * features.count;
        for (int label = 0; label < NameTagger.LABELS; label++) {
            long half = (label & 1) == 0 ? even : odd;
            sums[label] = ((int) (half >>> (8 * (label & 6)) & 0xFFFF) - moved) / (float) STEPS;
        }
        for (int j = 0; j < HIDDEN; j++) {
            float unit = hidden[j];
            if (unit > 0) {
                for (int label = 0; label < NameTagger.LABELS; label++) {
                    sums[label] += unit * output[j * NameTagger.LABELS + label];
                }
            }
        }
    }

    private void sumRows(TaggerFeatures features, float[] hidden) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        long e = 0;
        long f = 0;
        long g = 0;
        long h = 0;
        for (int k = 0; k < features.rowCount; k++) {
            int row = features.rows[k] * LONGS;
            a += rows[row];
            b += rows[row + 1];
            c += rows[row + 2];
            d += rows[row + 3];
            e += rows[row + 4];
            f += rows[row + 5];
            g += rows[row + 6];
            h += rows[row + 7];
        }
        int moved = OFFSET * features.rowCount;
        unpack(a, moved, hidden, 0);
        unpack(b, moved, hidden, 4);
        unpack(c, moved, hidden, 8);
        unpack(d, moved, hidden, 12);
        unpack(e, moved, hidden, 16);
        unpack(f, moved, hidden, 20);
        unpack(g, moved, hidden, 24);
        unpack(h, moved, hidden, 28);
    }

    private void unpack(long four, int moved, float[] hidden, int from) {
        for (int j = 0; j < 4; j++) {
            hidden[from + j] = bias[from + j] + ((int) (four >>> (16 * j) & 0xFFFF) - moved) / (float) ROW_STEPS;
        }
    }
}
