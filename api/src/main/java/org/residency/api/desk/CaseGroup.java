package org.residency.api.desk;

import java.util.List;

/**
 * Cases that came out alike.
 *
 * @param total how many there are
 * @param cases those that are shown, from the first on
 */
public record CaseGroup(String title, int total, List<ReadCase> cases) {

    public CaseGroup {
        cases = List.copyOf(cases);
    }
}
