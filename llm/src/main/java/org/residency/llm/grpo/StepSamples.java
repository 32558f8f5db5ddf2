package org.residency.llm.grpo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.residency.llm.generation.LogProbabilities;

/** The rollouts of a step's groups with what their loss needs beside them: the reference and the advantage of each. */
final class StepSamples {
    private final PolicyGradient gradient;
    private final GrpoSettings settings;
    private final GroupRelativeLoss loss;

    StepSamples(PolicyGradient gradient, GrpoSettings settings, GroupRelativeLoss loss) {
        this.gradient = gradient;
        this.settings = settings;
        this.loss = loss;
    }

    /** The rollouts of these groups, those of one prompt side by side or, where they are padded, of like length, with what the reference says of each. */
    List<PolicyGradient.Sample> of(List<RewardedGroup> groups) {
        List<Place> places = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            for (int i = 0; i < groups.get(g).rewards().size(); i++) {
                places.add(new Place(groups.get(g).group(), g, i));
            }
        }
        if (!gradient.packs()) {
            // Less padding so. The sort is stable, so the order is the same each time.
            places.sort(Comparator.comparingInt(Place::size));
        }
        LogProbabilities[][] references = new LogProbabilities[groups.size()][];
        for (int g = 0; g < groups.size(); g++) {
            references[g] = new LogProbabilities[groups.get(g).rewards().size()];
        }
        for (int from = 0; from < places.size(); from += settings.rolloutsPerPass()) {
            List<Place> some = places.subList(from, Math.min(places.size(), from + settings.rolloutsPerPass()));
            List<LogProbabilities> known = gradient.reference(
                    some.stream().map(Place::group).toList(),
                    some.stream().map(Place::rollout).toList());
            for (int i = 0; i < some.size(); i++) {
                references[some.get(i).groupIndex()][some.get(i).index()] = known.get(i);
            }
        }
        List<List<Double>> advantages = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Double> divergences = new ArrayList<>();
            for (int i = 0; i < references[g].length; i++) {
                divergences.add(
                        divergence(groups.get(g).group().rollouts().get(i).logProbabilities(), references[g][i]));
            }
            advantages.add(loss.advantages(groups.get(g).rewards(), divergences));
        }
        return places.stream()
                .map(place -> new PolicyGradient.Sample(
                        place.group(),
                        place.rollout(),
                        references[place.groupIndex()][place.index()],
                        advantages.get(place.groupIndex()).get(place.index())))
                .toList();
    }

    /** Rollouts and completion tokens. */
    static PolicyLoss.StepSize size(List<PolicyGradient.Sample> samples) {
        return new PolicyLoss.StepSize(
                samples.size(),
                samples.stream()
                        .mapToLong(sample -> sample.rollout().completion().size())
                        .sum());
    }

    /** Tokens of prompts and completions. */
    static long tokens(List<PolicyGradient.Sample> samples) {
        return samples.stream()
                .mapToLong(sample -> sample.group().prompt().size()
                        + sample.rollout().completion().size())
                .sum();
    }

    /** Sum over a completion's tokens of log(sampler / reference). */
    static double divergence(LogProbabilities sampler, LogProbabilities reference) {
        double sum = 0;
        for (int t = 0; t < sampler.size(); t++) {
            sum += sampler.get(t) - reference.get(t);
        }
        return sum;
    }

    /** One rollout of a step. */
    private record Place(RolloutGroup group, int groupIndex, int index) {
        Rollout rollout() {
            return group.rollouts().get(index);
        }

        int size() {
            return group.prompt().size() + rollout().completion().size();
        }
    }
}
