package org.residency.llm.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Named tensors side by side in one piece of memory: what concerns all of them is then one call, and one copy to or from a
 * device. They belong to the manager that the piece was made with.
 */
public final class FlatTensors {
    private final NDArray whole;
    private final Map<String, NDArray> named;

    private FlatTensors(NDArray whole, Map<String, NDArray> named) {
        this.whole = whole;
        this.named = Collections.unmodifiableMap(named);
    }

    /** Zeros in float32 of vectors and matrices, at least one, in the map's order. */
    public static FlatTensors zeros(Kernels kernels, Map<String, Shape> shapes, NDManager owner) {
        long count = shapes.values().stream().mapToLong(Shape::size).sum();
        NDArray whole = owner.zeros(new Shape(count), DataType.FLOAT32);
        long[] sides = shapes.values().stream()
                .flatMapToLong(shape -> LongStream.of(shape.get(0), shape.dimension() == 1 ? 0 : shape.get(1)))
                .toArray();
        NDList views =
                kernels.call("views", owner).tensor(whole).integers(sides).run();
        Map<String, NDArray> named = new LinkedHashMap<>();
        int i = 0;
        for (String name : shapes.keySet()) {
            named.put(name, views.get(i++));
        }
        return new FlatTensors(whole, named);
    }

    /** A tensor of any type that has its memory to itself. */
    public static FlatTensors of(String name, NDArray tensor) {
        return new FlatTensors(tensor, Map.of(name, tensor));
    }

    /** Zeros of the same shapes and type under other names. */
    public FlatTensors like(Kernels kernels, UnaryOperator<String> name, NDManager owner) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        named.forEach((own, tensor) -> shapes.put(name.apply(own), tensor.getShape()));
        return named.containsValue(whole)
                ? of(shapes.keySet().iterator().next(), owner.zeros(whole.getShape(), whole.getDataType()))
                : zeros(kernels, shapes, owner);
    }

    /** All elements, one tensor's after another's. */
    public NDArray whole() {
        return whole;
    }

    /** Each tensor in its shape, in their order; what is written to one is written to the piece. */
    public Map<String, NDArray> named() {
        return named;
    }

    /** The tensors of several pieces by name. */
    public static Map<String, NDArray> named(List<FlatTensors> pieces) {
        Map<String, NDArray> all = new LinkedHashMap<>();
        pieces.forEach(piece -> all.putAll(piece.named()));
        return all;
    }

    /** For a kernel: how many tensors each piece has, each time followed by their sizes. */
    public static long[] sizes(List<FlatTensors> pieces) {
        return pieces.stream()
                .flatMapToLong(piece -> LongStream.concat(
                        LongStream.of(piece.named().size()),
                        piece.named().values().stream().mapToLong(NDArray::size)))
                .toArray();
    }

    public static List<NDArray> wholes(List<FlatTensors> pieces) {
        return pieces.stream().map(FlatTensors::whole).toList();
    }
}
