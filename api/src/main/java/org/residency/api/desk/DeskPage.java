package org.residency.api.desk;

import java.util.List;
import org.residency.api.SignOffSheet;
import org.residency.api.report.Chapter;

/**
 * What a clinician reads before signing.
 *
 * @param summary what the evaluation found, in sentences
 * @param warnings what nobody must overlook
 * @param approval the reference of the approval under which the notes are used
 * @param chapters the gate's reasons and the measurements
 * @param each how many cases of a group are shown at most
 */
public record DeskPage(
        SignOffSheet sheet,
        List<String> summary,
        List<String> warnings,
        String approval,
        List<CaseGroup> groups,
        List<Chapter> chapters,
        int each) {

    public DeskPage {
        summary = List.copyOf(summary);
        warnings = List.copyOf(warnings);
        groups = List.copyOf(groups);
        chapters = List.copyOf(chapters);
    }
}
