package org.residency.clinic;

import java.util.List;

/**
 * One diagnosis and what a note about it may say.
 *
 * @param name the diagnosis
 * @param sex {@code any} or {@code female}
 * @param youngest in years
 * @param oldest in years, below 90 so that an age is never an identifier
 * @param mechanism what the reasoning concludes before the diagnosis is named
 * @param vitals the vital signs that are off: fever, tachycardia, bradycardia, hypotension, hypertension, hypoxia
 * @param common names of findings shared with other conditions
 * @param decisive findings of this condition alone
 */
record Condition(
        String name,
        String sex,
        int youngest,
        int oldest,
        String mechanism,
        List<String> vitals,
        List<String> common,
        List<Cue> decisive) {
    Condition {
        if (youngest < 1 || oldest < youngest || oldest > 89) {
            throw new IllegalArgumentException(
                    name + ": found ages " + youngest + " to " + oldest + ", expected a range within 1 to 89");
        }
        vitals = List.copyOf(vitals);
        common = List.copyOf(common);
        decisive = List.copyOf(decisive);
    }

    boolean fits(Persona persona) {
        return (sex.equals("any") || sex.equals(persona.sex())) && persona.age() >= youngest && persona.age() <= oldest;
    }
}
