package org.residency.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionCatalogTest {
    private final ConditionCatalog catalog = ConditionCatalog.load();

    @Test
    void letsNoWordingMeanTwoFindings() {
        List<String> spellings = Stream.concat(
                        catalog.commonCues().stream(),
                        catalog.conditions().stream().flatMap(condition -> condition.decisive().stream()))
                .flatMap(cue -> cue.spellings().stream())
                .toList();
        assertThat(spellings).doesNotHaveDuplicates();
    }

    @Test
    void givesEveryConditionFindingsSharedOnesAndALaboratoryResult() {
        assertThat(catalog.conditions()).allSatisfy(condition -> {
            assertThat(condition.decisive()).hasSize(5);
            assertThat(condition.decisive()).anyMatch(Cue::laboratory);
            assertThat(condition.common()).hasSize(5);
            assertThat(catalog.commonByName()).containsKeys(condition.common().toArray(String[]::new));
        });
    }

    @Test
    void holdsOutTwoOfTenPairsOfEachCondition() {
        for (int number = 0; number < catalog.conditions().size(); number++) {
            Condition condition = catalog.conditions().get(number);
            assertThat(DecisivePairs.of(condition, number, Split.HELD_OUT)).hasSize(2);
            assertThat(DecisivePairs.of(condition, number, Split.TRAINING)).hasSize(8);
        }
    }
}
