package org.residency.clinic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes two vital signs, of which those that the condition disturbs come out of range. */
final class Vitals {
    private static final int SHOWN = 2;

    private Vitals() {}

    static String draw(List<String> disturbed, Random random) {
        List<String> signs = new ArrayList<>(List.of(
                temperature(disturbed.contains("fever"), random),
                pulse(disturbed, random),
                pressure(disturbed, random),
                "SpO2 " + (disturbed.contains("hypoxia") ? 84 + random.nextInt(8) : 95 + random.nextInt(5)) + "%"));
        Collections.shuffle(signs, random);
        return String.join(", ", signs.subList(0, SHOWN));
    }

    private static String temperature(boolean fever, Random random) {
        double celsius = fever ? 38.2 + random.nextInt(17) / 10.0 : 36.4 + random.nextInt(9) / 10.0;
        return String.format(Locale.ROOT, "temp %.1f", celsius);
    }

    private static String pulse(List<String> disturbed, Random random) {
        int low = disturbed.contains("tachycardia") ? 104 : disturbed.contains("bradycardia") ? 44 : 64;
        return "pulse " + (low + random.nextInt(disturbed.contains("bradycardia") ? 10 : 26));
    }

    private static String pressure(List<String> disturbed, Random random) {
        int systolic = disturbed.contains("hypotension") ? 82 : disturbed.contains("hypertension") ? 158 : 112;
        int diastolic = disturbed.contains("hypotension") ? 48 : disturbed.contains("hypertension") ? 92 : 68;
        return "BP " + (systolic + random.nextInt(16)) + "/" + (diastolic + random.nextInt(12));
    }
}
