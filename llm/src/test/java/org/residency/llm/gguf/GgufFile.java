package org.residency.llm.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.safetensors.HalfFloat;

/** A small GGUF file read back whole, by the specification's words and formulas, none of the writer's code. */
record GgufFile(Map<String, Object> metadata, Map<String, Tensor> tensors) {
    /** A tensor with its extents as Hugging Face has them and its values made floats again. */
    record Tensor(int type, List<Long> shape, long place, FloatBuffer data) {
        float[] values() {
            return data.array();
        }
    }

    static GgufFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new byte[] {bytes.get(), bytes.get(), bytes.get(), bytes.get()})
                .isEqualTo("GGUF".getBytes(StandardCharsets.US_ASCII));
        assertThat(bytes.getInt()).isEqualTo(3);
        long tensorCount = bytes.getLong();
        long pairs = bytes.getLong();
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < pairs; i++) {
            String key = text(bytes);
            metadata.put(key, value(bytes, bytes.getInt()));
        }
        Map<String, Tensor> infos = new LinkedHashMap<>();
        for (long i = 0; i < tensorCount; i++) {
            String name = text(bytes);
            List<Long> shape = new ArrayList<>();
            int dimensions = bytes.getInt();
            for (int d = 0; d < dimensions; d++) {
                shape.add(bytes.getLong());
            }
            Collections.reverse(shape);
            infos.put(name, new Tensor(bytes.getInt(), shape, bytes.getLong(), FloatBuffer.allocate(0)));
        }
        int start = (bytes.position() + 31) / 32 * 32;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        infos.forEach((name, info) -> {
            assertThat(info.place() % 32).isZero();
            int count = Math.toIntExact(info.shape().stream().reduce(1L, (a, b) -> a * b));
            bytes.position(Math.toIntExact(start + info.place()));
            tensors.put(
                    name,
                    new Tensor(
                            info.type(),
                            info.shape(),
                            info.place(),
                            FloatBuffer.wrap(values(info.type(), bytes, count))));
        });
        return new GgufFile(metadata, tensors);
    }

    /** The floats of so many values from the buffer's position on. */
    static float[] values(int type, ByteBuffer bytes, int count) {
        float[] values = new float[count];
        switch (type) {
            case 0 -> bytes.asFloatBuffer().get(values);
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = HalfFloat.toFloat(bytes.getShort());
                }
            }
            case 8 -> {
                for (int block = 0; block < count; block += 32) {
                    float d = HalfFloat.toFloat(bytes.getShort());
                    for (int i = 0; i < 32; i++) {
                        values[block + i] = d * bytes.get();
                    }
                }
            }
            case 12 -> {
                for (int block = 0; block < count; block += 256) {
                    fourBits(bytes, values, block);
                }
            }
            case 14 -> {
                for (int block = 0; block < count; block += 256) {
                    sixBits(bytes, values, block);
                }
            }
            default -> throw new AssertionError("type " + type);
        }
        return values;
    }

    private static void fourBits(ByteBuffer bytes, float[] values, int at) {
        float d = HalfFloat.toFloat(bytes.getShort());
        float dmin = HalfFloat.toFloat(bytes.getShort());
        int[] k = unsigned(bytes, 12);
        int[] qs = unsigned(bytes, 128);
        for (int j = 0; j < 8; j++) {
            int scale = j < 4 ? k[j] & 63 : (k[j + 4] & 0xF) | (k[j - 4] >> 6) << 4;
            int minimum = j < 4 ? k[j + 4] & 63 : (k[j + 4] >> 4) | (k[j] >> 6) << 4;
            for (int i = 0; i < 32; i++) {
                int q = (qs[j / 2 * 32 + i] >> (j % 2 * 4)) & 0xF;
                values[at + 32 * j + i] = d * scale * q - dmin * minimum;
            }
        }
    }

    private static void sixBits(ByteBuffer bytes, float[] values, int at) {
        int[] ql = unsigned(bytes, 128);
        int[] qh = unsigned(bytes, 64);
        byte[] scales = new byte[16];
        bytes.get(scales);
        float d = HalfFloat.toFloat(bytes.getShort());
        for (int i = 0; i < 256; i++) {
            int half = i / 128;
            int within = i % 128;
            int low = (ql[64 * half + within % 64] >> (within / 64 * 4)) & 0xF;
            int high = (qh[32 * half + within % 32] >> (within / 32 * 2)) & 3;
            values[at + i] = d * scales[i / 16] * ((low | high << 4) - 32);
        }
    }

    private static int[] unsigned(ByteBuffer bytes, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.get() & 0xff;
        }
        return values;
    }

    private static Object value(ByteBuffer bytes, int kind) {
        return switch (kind) {
            case 4, 5 -> bytes.getInt();
            case 6 -> bytes.getFloat();
            case 7 -> bytes.get() != 0;
            case 8 -> text(bytes);
            case 9 -> {
                int of = bytes.getInt();
                long count = bytes.getLong();
                List<Object> all = new ArrayList<>();
                for (long i = 0; i < count; i++) {
                    all.add(value(bytes, of));
                }
                yield all;
            }
            default -> throw new AssertionError("kind " + kind);
        };
    }

    private static String text(ByteBuffer bytes) {
        byte[] utf8 = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
