package org.residency.worker.gpu.sft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.residency.llm.training.StepMetrics;
import org.residency.scoring.files.JsonLines;

/**
 * What each step of a training measured, one JSON object a line. It holds no times, so that training again writes the same
 * bytes; and it lies in each checkpoint, so that a training that was interrupted still has its beginning.
 */
final class LossCurve {

    static final String FILE = "curve.jsonl";

    private final TreeMap<Integer, CurvePoint> points = new TreeMap<>();

    /** The curve as a checkpoint holds it. */
    static LossCurve read(Path checkpoint) throws IOException {
        LossCurve curve = new LossCurve();
        Path file = checkpoint.resolve(FILE);
        if (Files.exists(file)) {
            JsonLines.forEach(file, CurvePoint.class, point -> curve.points.put(point.step(), point));
        }
        return curve;
    }

    void add(StepMetrics metrics) {
        points.put(
                metrics.step(),
                new CurvePoint(
                        metrics.step(),
                        metrics.loss(),
                        metrics.learningRate(),
                        metrics.gradientNorm(),
                        metrics.tokens(),
                        OptionalDouble.empty()));
    }

    void addValidation(int step, double loss) {
        points.computeIfPresent(step, (number, point) -> point.withValidationLoss(loss));
    }

    void write(Path folder) throws IOException {
        JsonLines.write(folder.resolve(FILE), points.values());
    }

    double firstLoss() {
        return points.firstEntry().getValue().loss();
    }

    double lastLoss() {
        return points.lastEntry().getValue().loss();
    }

    /** Steps measured. */
    int size() {
        return points.size();
    }
}
