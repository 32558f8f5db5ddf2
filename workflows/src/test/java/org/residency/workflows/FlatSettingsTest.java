package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.residency.activities.signoff.SignOffSettings;

class FlatSettingsTest {

    @Test
    void namesEverySettingAsItsUserDoes() {
        assertThat(FlatSettings.of("signoff", SignOffSettings.defaults()))
                .containsExactly(
                        entry("signoff.escalateAfter", "PT48H"),
                        entry("signoff.expireAfter", "PT504H"),
                        entry("signoff.remindAfter", "PT24H"),
                        entry("signoff.requiredApprovals", "1"));
    }
}
