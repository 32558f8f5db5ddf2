package org.residency.clinic.basemodel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Learns a byte-level byte-pair vocabulary (Sennrich et al., arXiv 1508.07909) from a corpus. Of equally frequent pairs
 * the one first by its letters is merged, so the same corpus always gives the same vocabulary.
 */
public final class BytePairTrainer {
    /** The words that pairs are counted in: GPT-2's expression, which the file's {@code ByteLevel} step uses as well. */
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern SPECIAL = Pattern.compile(
            String.join("|", SpecialTokens.ALL.stream().map(Pattern::quote).toList()));

    private final ByteAlphabet alphabet = new ByteAlphabet();
    private final int vocabularySize;

    /** @param vocabularySize all tokens together; must leave room for the 256 bytes and the special tokens */
    public BytePairTrainer(int vocabularySize) {
        int least = 256 + SpecialTokens.ALL.size();
        if (vocabularySize < least) {
            throw new IllegalArgumentException(
                    "vocabularySize: found " + vocabularySize + ", expected at least " + least);
        }
        this.vocabularySize = vocabularySize;
    }

    /** Reads the documents once; the special tokens in them separate words and are never merged. */
    public BytePairVocabulary train(Stream<String> documents) {
        Map<String, Integer> counts = new TreeMap<>();
        documents
                .flatMap(SPECIAL::splitAsStream)
                .flatMap(BytePairTrainer::words)
                .forEach(word -> counts.merge(word, 1, Integer::sum));
        List<Word> words = new ArrayList<>();
        counts.forEach((text, count) -> words.add(new Word(alphabet.spell(text), count)));
        return learn(words);
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group);
    }

    private BytePairVocabulary learn(List<Word> words) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        SpecialTokens.ALL.forEach(token -> ids.put(token, ids.size()));
        alphabet.letters().forEach(letter -> ids.put(letter, ids.size()));
        List<Merge> merges = new ArrayList<>();
        while (ids.size() < vocabularySize) {
            Map<Merge, Integer> pairs = new HashMap<>();
            words.forEach(word -> word.countPairs(pairs));
            Merge best = pairs.entrySet().stream()
                    .max(Map.Entry.<Merge, Integer>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .map(Map.Entry::getKey)
                    .orElseThrow(() -> new IllegalArgumentException("documents: found text for " + ids.size()
                            + " tokens, expected enough for " + vocabularySize + "; give more text"));
            merges.add(best);
            ids.put(best.merged(), ids.size());
            words.forEach(word -> word.apply(best));
        }
        return new BytePairVocabulary(ids, merges.stream().map(Merge::toString).toList());
    }

    private record Merge(String left, String right) implements Comparable<Merge> {
        String merged() {
            return left + right;
        }

        @Override
        public int compareTo(Merge other) {
            int byLeft = left.compareTo(other.left);
            return byLeft != 0 ? byLeft : right.compareTo(other.right);
        }

        @Override
        public String toString() {
            return left + " " + right;
        }
    }

    private static final class Word {
        private final List<String> pieces;
        private final int count;

        private Word(List<String> pieces, int count) {
            this.pieces = pieces;
            this.count = count;
        }

        private void countPairs(Map<Merge, Integer> pairs) {
            for (int i = 1; i < pieces.size(); i++) {
                pairs.merge(new Merge(pieces.get(i - 1), pieces.get(i)), count, Integer::sum);
            }
        }

        private void apply(Merge merge) {
            for (int i = 1; i < pieces.size(); i++) {
                if (pieces.get(i - 1).equals(merge.left()) && pieces.get(i).equals(merge.right())) {
                    pieces.set(i - 1, merge.merged());
                    pieces.remove(i);
                }
            }
        }
    }
}
