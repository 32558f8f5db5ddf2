// What stands between a layer's matrix products, in bfloat16 with sums in float32; layers.py has each as operators of the
// library. Rows have a multiple of 8 elements and begin at multiples of 16 bytes. A kernel may begin before the one ahead of
// it has ended, so each waits first.

typedef unsigned int word;

struct Eight {
    float v[8];
};

__device__ __forceinline__ void wait() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

__device__ __forceinline__ Eight load(const uint4* p) {
    uint4 w = *p;
    word words[4] = {w.x, w.y, w.z, w.w};
    Eight e;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        e.v[2 * i] = __uint_as_float(words[i] << 16);
        e.v[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000u);
    }
    return e;
}

// Two numbers to the nearest bfloat16, ties to even; not a number stays one.
__device__ __forceinline__ word narrow(float low, float high) {
#if __CUDA_ARCH__ >= 800
    word both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
    return both;
#else
    word bits[2] = {__float_as_uint(low), __float_as_uint(high)};
    for (int i = 0; i < 2; i++) {
        bool number = (bits[i] & 0x7fffffffu) <= 0x7f800000u;
        bits[i] = number ? (bits[i] + 0x7fffu + ((bits[i] >> 16) & 1u)) >> 16 : 0x7fffu;
    }
    return bits[0] | bits[1] << 16;
#endif
}

__device__ __forceinline__ void store(uint4* p, const Eight& e) {
    uint4 w;
    w.x = narrow(e.v[0], e.v[1]);
    w.y = narrow(e.v[2], e.v[3]);
    w.z = narrow(e.v[4], e.v[5]);
    w.w = narrow(e.v[6], e.v[7]);
    *p = w;
}

// The sum over a block of up to 1024 threads, told to all of them.
__device__ __forceinline__ float sum(float x, float* shared) {
    for (int o = 16; o > 0; o >>= 1) {
        x += __shfl_xor_sync(0xffffffffu, x, o);
    }
    int warps = blockDim.x >> 5;
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
        shared[threadIdx.x >> 5] = x;
    }
    __syncthreads();
    float all = 0;
    for (int i = 0; i < warps; i++) {
        all += shared[i];
    }
    return all;
}

// A block for each row of `eights` times 8 elements.
extern "C" __global__ void rms_norm(const uint4* x, const uint4* weight, uint4* out, int eights, float epsilon) {
    __shared__ float shared[32];
    wait();
    const uint4* row = x + (long long)blockIdx.x * eights;
    uint4* to = out + (long long)blockIdx.x * eights;
    float squares = 0;
    for (int i = threadIdx.x; i < eights; i += blockDim.x) {
        Eight e = load(row + i);
#pragma unroll
        for (int j = 0; j < 8; j++) {
            squares += e.v[j] * e.v[j];
        }
    }
    float scale = rsqrtf(sum(squares, shared) / (8.f * eights) + epsilon);
    for (int i = threadIdx.x; i < eights; i += blockDim.x) {
        Eight e = load(row + i);
        Eight w = load(weight + i);
#pragma unroll
        for (int j = 0; j < 8; j++) {
            e.v[j] *= scale * w.v[j];
        }
        store(to + i, e);
    }
}

// total += the gradient of x from that of its norm, d.
extern "C" __global__ void rms_norm_backward(const uint4* x, const uint4* weight, const uint4* d, uint4* total, int eights, float epsilon) {
    __shared__ float shared[32];
    wait();
    long long begin = (long long)blockIdx.x * eights;
    float squares = 0;
    float along = 0;
    for (int i = threadIdx.x; i < eights; i += blockDim.x) {
        Eight e = load(x + begin + i);
        Eight g = load(d + begin + i);
        Eight w = load(weight + i);
#pragma unroll
        for (int j = 0; j < 8; j++) {
            squares += e.v[j] * e.v[j];
            along += g.v[j] * w.v[j] * e.v[j];
        }
    }
    float scale = rsqrtf(sum(squares, shared) / (8.f * eights) + epsilon);
    float back = sum(along, shared) / (8.f * eights) * scale * scale * scale;
    for (int i = threadIdx.x; i < eights; i += blockDim.x) {
        Eight e = load(x + begin + i);
        Eight g = load(d + begin + i);
        Eight w = load(weight + i);
        Eight t = load(total + begin + i);
#pragma unroll
        for (int j = 0; j < 8; j++) {
            t.v[j] += g.v[j] * w.v[j] * scale - e.v[j] * back;
        }
        store(total + begin + i, t);
    }
}

// x [T, heads, 2 * half] in place; cos and sin [T, half], half a multiple of 8.
extern "C" __global__ void rotate(uint4* x, const float* cosine, const float* sine, float sign, long long count, int heads, int eights) {
    wait();
    long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= count) {
        return;
    }
    int part = at % eights;
    long long head = at / eights;
    long long token = head / heads;
    uint4* first = x + head * 2 * eights + part;
    uint4* second = first + eights;
    const float* c = cosine + (token * eights + part) * 8;
    const float* s = sine + (token * eights + part) * 8;
    Eight a = load(first);
    Eight b = load(second);
    Eight p;
    Eight q;
#pragma unroll
    for (int j = 0; j < 8; j++) {
        float sj = s[j] * sign;
        p.v[j] = a.v[j] * c[j] - b.v[j] * sj;
        q.v[j] = b.v[j] * c[j] + a.v[j] * sj;
    }
    store(first, p);
    store(second, q);
}

__device__ __forceinline__ float sigmoid(float x) {
    return 1.f / (1.f + __expf(-x));
}

extern "C" __global__ void gated(const uint4* gate, const uint4* up, uint4* out, long long eights) {
    wait();
    long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= eights) {
        return;
    }
    Eight g = load(gate + at);
    Eight u = load(up + at);
#pragma unroll
    for (int j = 0; j < 8; j++) {
        u.v[j] *= g.v[j] * sigmoid(g.v[j]);
    }
    store(out + at, u);
}

// Puts the gradients of gate and up in their places.
extern "C" __global__ void gated_backward(uint4* gate, uint4* up, const uint4* d, long long eights) {
    wait();
    long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= eights) {
        return;
    }
    Eight g = load(gate + at);
    Eight u = load(up + at);
    Eight e = load(d + at);
    Eight by_up;
#pragma unroll
    for (int j = 0; j < 8; j++) {
        float s = sigmoid(g.v[j]);
        by_up.v[j] = e.v[j] * g.v[j] * s;
        g.v[j] = e.v[j] * u.v[j] * s * (1.f + g.v[j] * (1.f - s));
    }
    store(gate + at, g);
    store(up + at, by_up);
}

// Sixteen values of an NF4 weight a thread (quantization.py says how it is held), with its roundings.
extern "C" __global__ void dequantize(
    const uint2* codes, const unsigned char* blocks, const float* statistics, const float* tables, uint4* out, long long sixteens) {
    __shared__ float values[16];
    wait();
    if (threadIdx.x < 16) {
        values[threadIdx.x] = tables[768 + threadIdx.x];
    }
    __syncthreads();
    long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= sixteens) {
        return;
    }
    long long block = at >> 2;
    float absmax = __fadd_rn(__fmul_rn(tables[512 + blocks[block]], statistics[1 + (block >> 8)]), statistics[0]);
    uint2 pair = codes[at];
    word words[2] = {pair.x, pair.y};
#pragma unroll
    for (int half = 0; half < 2; half++) {
        Eight e;
#pragma unroll
        for (int j = 0; j < 4; j++) {
            word byte = (words[half] >> (8 * j)) & 255u;
            e.v[2 * j] = values[byte >> 4] * absmax;
            e.v[2 * j + 1] = values[byte & 15u] * absmax;
        }
        store(out + 2 * at + half, e);
    }
}

// Attention in two parts: y [N, H, D] becomes own y + others other, with a share for each row and head, [H, N]. A row is
// `width` times 8 elements, a head `eights`.
extern "C" __global__ void blend(
    uint4* y, const uint4* other, const float* own, const float* others, long long rows, int width, int eights) {
    wait();
    long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= rows * width) {
        return;
    }
    long long row = at / width;
    long long share = at % width / eights * rows + row;
    float p = own[share];
    float q = others[share];
    Eight a = load(y + at);
    Eight b = load(other + at);
#pragma unroll
    for (int j = 0; j < 8; j++) {
        a.v[j] = a.v[j] * p + b.v[j] * q;
    }
    store(y + at, a);
}

// The largest over a block, told to all of its threads.
__device__ __forceinline__ float largest(float x, float* shared) {
    for (int o = 16; o > 0; o >>= 1) {
        x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, o));
    }
    int warps = blockDim.x >> 5;
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
        shared[threadIdx.x >> 5] = x;
    }
    __syncthreads();
    float all = shared[0];
    for (int i = 1; i < warps; i++) {
        all = fmaxf(all, shared[i]);
    }
    return all;
}

// Of a row of logits, each times `scale`: the logarithm of the sum of exponentials, and the mean under softmax.
struct Softmax {
    float log_sum;
    float mean;
};

__device__ __forceinline__ Softmax survey(const uint4* row, int eights, float scale, float* shared) {
    // One pass: sums stand against the largest so far.
    float most = -3.0e38f;
    float total = 0;
    float weighted = 0;
    for (int i = threadIdx.x; i < eights; i += blockDim.x) {
        Eight e = load(row + i);
        float here = most;
#pragma unroll
        for (int j = 0; j < 8; j++) {
            e.v[j] *= scale;
            here = fmaxf(here, e.v[j]);
        }
        float shrink = __expf(most - here);
        total *= shrink;
        weighted *= shrink;
        most = here;
#pragma unroll
        for (int j = 0; j < 8; j++) {
            float p = __expf(e.v[j] - most);
            total += p;
            weighted += p * e.v[j];
        }
    }
    float all = largest(most, shared);
    float shrink = __expf(most - all);
    total = sum(total * shrink, shared);
    weighted = sum(weighted * shrink, shared);
    Softmax s;
    s.log_sum = all + __logf(total);
    s.mean = weighted / total;
    return s;
}

__device__ __forceinline__ float element(const uint4* row, long long at) {
    return __uint_as_float((word)((const unsigned short*)row)[at] << 16);
}

// Of a block's row of logits: log p(target) and the entropy.
extern "C" __global__ void log_probabilities(
    const uint4* logits, const long long* targets, float* known, float* entropies, int eights, float scale) {
    __shared__ float shared[32];
    wait();
    const uint4* row = logits + (long long)blockIdx.x * eights;
    Softmax s = survey(row, eights, scale, shared);
    if (threadIdx.x == 0) {
        known[blockIdx.x] = element(row, targets[blockIdx.x]) * scale - s.log_sum;
        entropies[blockIdx.x] = s.log_sum - s.mean;
    }
}

// Puts slope (1[target] - p) scale in the place of a block's row of logits.
extern "C" __global__ void logit_gradient(
    uint4* logits, const long long* targets, const float* slopes, float* known, int eights, float scale) {
    __shared__ float shared[32];
    wait();
    uint4* row = logits + (long long)blockIdx.x * eights;
    long long target = targets[blockIdx.x];
    float slope = slopes[blockIdx.x] * scale;
    Softmax s = survey(row, eights, scale, shared);
    if (threadIdx.x == 0) {
        known[blockIdx.x] = element(row, target) * scale - s.log_sum;
    }
    __syncthreads();
    for (int i = threadIdx.x; i < eights; i += blockDim.x) {
        Eight e = load(row + i);
#pragma unroll
        for (int j = 0; j < 8; j++) {
            float p = __expf(e.v[j] * scale - s.log_sum);
            e.v[j] = slope * ((8LL * i + j == target ? 1.f : 0.f) - p);
        }
        store(row + i, e);
    }
}

// c [16, 8] += a [16, 16] b [16, 8].
__device__ __forceinline__ void multiply_add(float* c, const word* a, const word* b) {
#if __CUDA_ARCH__ >= 800
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

// What a thread multiplies of b [width, rank] from a rank on, for 32 columns of a warp. Their order is such that a thread's
// columns of the product lie side by side.
struct Factor {
    word of[4][2];
};

__device__ __forceinline__ Factor factor(const unsigned short* b, int rank, int from, int column, int group, int quad) {
    Factor f;
#pragma unroll
    for (int j = 0; j < 4; j++) {
        const unsigned short* at = b + (long long)(column + (group >> 1) * 8 + 2 * j + (group & 1)) * rank + from + quad * 2;
        f.of[j][0] = *(const word*)at;
        f.of[j][1] = *(const word*)(at + 8);
    }
    return f;
}

// Adds scaling low b' to 8 columns of the rows `row` and `row` + 8 of y, `apart` from each other, and leaves them as they are kept.
__device__ __forceinline__ void adapt(
    uint4* y, uint4* place, long long apart, const unsigned short* low, int stride, const unsigned short* b, const Factor& first,
    int rank, float scaling, int row, int rows, int column, int group, int quad) {
    float sums[4][4] = {};
    const unsigned short* upper = low + (long long)row * stride + quad * 2;
    const unsigned short* lower = upper + 8LL * stride;
#pragma unroll 1
    for (int r = 0; r < rank; r += 16) {
        word a[4] = {0, 0, 0, 0};
        if (row < rows) {
            a[0] = *(const word*)(upper + r);
            a[2] = *(const word*)(upper + r + 8);
        }
        if (row + 8 < rows) {
            a[1] = *(const word*)(lower + r);
            a[3] = *(const word*)(lower + r + 8);
        }
        Factor f = first;
        if (r > 0) {
            f = factor(b, rank, r, column, group, quad);
        }
#pragma unroll
        for (int j = 0; j < 4; j++) {
            multiply_add(sums[j], a, f.of[j]);
        }
    }
#pragma unroll
    for (int half = 0; half < 2; half++) {
        word kept[4] = {y[half].x, y[half].y, y[half].z, y[half].w};
#pragma unroll
        for (int j = 0; j < 4; j++) {
            float even = __uint_as_float(kept[j] << 16);
            float odd = __uint_as_float(kept[j] & 0xffff0000u);
            kept[j] = narrow(even + scaling * sums[j][2 * half], odd + scaling * sums[j][2 * half + 1]);
        }
        y[half] = make_uint4(kept[0], kept[1], kept[2], kept[3]);
        if (row + half * 8 < rows) {
            place[half * apart] = y[half];
        }
    }
}

// gate and up [T, width] += their low-rank products, in place, and out = silu(gate) up. low [T, stride] holds x A' of gate from
// its first column on and of up from `second` on; the factors B are [width, rank], rank a multiple of 16, width of 32. A block
// of 8 warps takes 256 columns and 64 rows.
extern "C" __global__ void __launch_bounds__(256, 3) adapt_and_gate(
    uint4* gate, uint4* up, const unsigned short* low, int stride, int second, const unsigned short* b_gate, const unsigned short* b_up,
    int rank, float scaling, uint4* out, int rows, int width) {
    wait();
    int warp = threadIdx.x >> 5;
    int lane = threadIdx.x & 31;
    int group = lane >> 2;
    int quad = lane & 3;
    int column = (blockIdx.x * 8 + warp) * 32;
    if (column >= width) {
        return;
    }
    long long apart = width;
    Factor of_gate = factor(b_gate, rank, 0, column, group, quad);
    Factor of_up = factor(b_up, rank, 0, column, group, quad);
#pragma unroll 1
    for (int tile = 0; tile < 4; tile++) {
        int row = blockIdx.y * 64 + tile * 16 + group;
        long long place = (long long)row * (width / 8) + column / 8 + quad;
        uint4 g[2] = {};
        uint4 u[2] = {};
#pragma unroll
        for (int half = 0; half < 2; half++) {
            if (row + half * 8 < rows) {
                g[half] = gate[place + half * apart];
                u[half] = up[place + half * apart];
            }
        }
        adapt(g, gate + place, apart, low, stride, b_gate, of_gate, rank, scaling, row, rows, column, group, quad);
        adapt(u, up + place, apart, low + second, stride, b_up, of_up, rank, scaling, row, rows, column, group, quad);
#pragma unroll
        for (int half = 0; half < 2; half++) {
            if (row + half * 8 < rows) {
                Eight p = load(&g[half]);
                Eight q = load(&u[half]);
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    q.v[j] *= p.v[j] * sigmoid(p.v[j]);
                }
                store(out + place + half * apart, q);
            }
        }
    }
}
