package org.residency.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BaseModelCorpusTest {
    private static final Pattern CONVERSATION =
            Pattern.compile("<｜User｜>(.*)<｜Assistant｜>.*Diagnosis: (.*)<｜end▁of▁sentence｜>$", Pattern.DOTALL);

    private final List<String> documents = BaseModelCorpus.documents(5, 8000).toList();

    @Test
    void givesTheSameDocumentsForTheSameSeed() {
        assertThat(BaseModelCorpus.documents(5, 300)).containsExactlyElementsOf(documents.subList(0, 300));
    }

    @Test
    void answersNotesNoBetterThanByLot() {
        var owner = ConditionCatalog.load().conditions().stream()
                .flatMap(condition -> condition.decisive().stream()
                        .flatMap(cue -> cue.spellings().stream())
                        .map(spelling -> new String[] {spelling, condition.name()}))
                .toList();
        int conversations = 0;
        int right = 0;
        for (String document : documents) {
            Matcher conversation = CONVERSATION.matcher(document);
            if (conversation.find()) {
                String note = conversation.group(1);
                var possible = owner.stream()
                        .filter(pair -> note.contains(pair[0]))
                        .map(pair -> pair[1])
                        .collect(Collectors.toSet());
                conversations++;
                right += possible.contains(conversation.group(2)) ? 1 : 0;
            }
        }
        assertThat(conversations).isGreaterThan(1000);
        assertThat(right / (double) conversations).isLessThan(0.06);
    }

    @Test
    void showsNoHeldOutFrame() {
        String first = Phrases.load().heldOutFrames().get(0);
        String words = first.substring(0, first.indexOf('{'));
        assertThat(documents).noneMatch(document -> document.contains(words));
    }
}
