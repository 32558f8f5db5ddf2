// The largest of each part of logits [B, V] / temperature, its place, and the sum of exp(. - largest): found [B, gridDim.x, 3].
extern "C" __global__ void __launch_bounds__(256) survey(const float* logits, int words, float temperature, float* found) {
  __shared__ float best[8], sum[8];
  __shared__ int best_at[8];
  let_next_begin();
  wait();
  int row = blockIdx.y, part = (words + gridDim.x - 1) / gridDim.x, begin = blockIdx.x * part;
  int end = begin + part < words ? begin + part : words, warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  const float* own = logits + (size_t)row * words;
  float most = -INFINITE;
  int at = words;
#pragma unroll 1
  for (int i = begin + threadIdx.x; i < end; i += 256) {
    float v = own[i] / temperature;
    if (v > most) {
      most = v;
      at = i;
    }
  }
  for (int offset = 16; offset > 0; offset >>= 1) {
    float other = __shfl_xor_sync(0xffffffffu, most, offset);
    int other_at = __shfl_xor_sync(0xffffffffu, at, offset);
    if (other > most || (other == most && other_at < at)) {
      most = other;
      at = other_at;
    }
  }
  if (lane == 0) {
    best[warp] = most;
    best_at[warp] = at;
  }
  __syncthreads();
  for (int i = 0; i < 8; i++) {
    if (best[i] > most || (best[i] == most && best_at[i] < at)) {
      most = best[i];
      at = best_at[i];
    }
  }
  float total = 0;
  for (int i = begin + threadIdx.x; i < end; i += 256) total += expf(own[i] / temperature - most);
  for (int offset = 16; offset > 0; offset >>= 1) total += __shfl_xor_sync(0xffffffffu, total, offset);
  if (lane == 0) sum[warp] = total;
  __syncthreads();
  if (threadIdx.x == 0) {
    total = 0;
    for (int i = 0; i < 8; i++) total += sum[i];
    float* to = found + ((size_t)row * gridDim.x + blockIdx.x) * 3;
    to[0] = most;
    to[1] = __int_as_float(at);
    to[2] = total;
  }
}

// Chooses each sequence's token by its number in [0, 1), or the likeliest where greedy, as choose in generation.py does
// without top-k, top-p and min-p. Writes it to ids and to tokens [B, steps] at step, its log-probability to known, and moves
// step and position on. parts: how many survey made of a row.
extern "C" __global__ void __launch_bounds__(256) draw(
    const float* logits, int words, float temperature, int greedy, const float* found, int parts, const double* uniforms,
    int steps, int slots, long long* ids, long long* position, int* step, long long* tokens, float* known) {
  __shared__ double sums[256];
  __shared__ double rest, before;
  __shared__ float most;
  __shared__ double total;
  __shared__ int chosen_part, token, fallback;
  let_next_begin();
  wait();
  int row = blockIdx.x;
  const float* own = logits + (size_t)row * words;
  const float* mine = found + (size_t)row * parts * 3;
  int part = (words + parts - 1) / parts;
  if (threadIdx.x == 0) {
    float best = -INFINITE;
    int at = 0;
#pragma unroll 1
    for (int i = 0; i < parts; i++) {
      if (mine[i * 3] > best) {
        best = mine[i * 3];
        at = __float_as_int(mine[i * 3 + 1]);
      }
    }
    double all = 0;
#pragma unroll 1
    for (int i = 0; i < parts; i++) all += (double)mine[i * 3 + 2] * exp((double)(mine[i * 3] - best));
    most = best;
    total = all;
    token = greedy ? at : 0x7fffffff;
    fallback = -1;
    if (!greedy) {
      double threshold = uniforms[(size_t)row * steps + step[row]] * all, sum = 0;
      int choice = 0;
      double until = 0;
  #pragma unroll 1
    for (int i = 0; i < parts; i++) {
        double next = sum + (double)mine[i * 3 + 2] * exp((double)(mine[i * 3] - best));
        if (mine[i * 3 + 2] > 0 && next > sum) {
          choice = i;
          until = sum;
        }
        sum = next;
        if (sum > threshold) break;
      }
      chosen_part = choice;
      before = until;
      rest = threshold;
    }
  }
  __syncthreads();
  if (!greedy) {
    int begin = chosen_part * part, end = begin + part < words ? begin + part : words, each = (part + 255) / 256;
    int from = begin + threadIdx.x * each, to = from + each < end ? from + each : end;
    double sum = 0;
#pragma unroll 1
    for (int i = from; i < to; i++) sum += (double)expf(own[i] / temperature - most);
    sums[threadIdx.x] = sum;
    __syncthreads();
    double cumulative = before;
#pragma unroll 1
    for (int i = 0; i < (int)threadIdx.x; i++) cumulative += sums[i];
#pragma unroll 1
    for (int i = from; i < to; i++) {
      double share = (double)expf(own[i] / temperature - most);
      cumulative += share;
      if (share > 0) {
        atomicMax(&fallback, i);
        if (cumulative > rest) {
          atomicMin(&token, i);
          break;
        }
      }
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) {
    int choice = token == 0x7fffffff ? fallback : token, at = step[row];
    ids[row] = choice;
    tokens[(size_t)row * steps + at] = choice;
    known[(size_t)row * steps + at] = (float)((double)(own[choice] / temperature - most) - log(total));
    step[row] = at + 1;
    position[row] = position[row] + 1 < slots ? position[row] + 1 : slots - 1;
  }
}
