/* The sorts of `sorts.h` for one size of number. */

/* Sorts by bytes, the lowest first, leaving out those that all numbers share. `spare` is as long. */
static void OF(sort_bytes)(NUMBER *values, NUMBER *spare, int64_t size)
{
    NUMBER *from = values, *to = spare;
    for (unsigned shift = 0; shift < 8 * sizeof(NUMBER); shift += 8) {
        int64_t places[256] = {0};
        for (int64_t i = 0; i < size; i++)
            places[from[i] >> shift & 255]++;
        if (size == 0 || places[from[0] >> shift & 255] == size)
            continue;
        int64_t before = 0;
        for (int k = 0; k < 256; k++) {
            int64_t count = places[k];
            places[k] = before;
            before += count;
        }
        for (int64_t i = 0; i < size; i++)
            to[places[from[i] >> shift & 255]++] = from[i];
        NUMBER *other = from;
        from = to;
        to = other;
    }
    if (from != values)
        memcpy(values, from, (size_t)size * sizeof(NUMBER));
}

/* Sorts numbers of which the bits from `top` on are equal into `into`; `values` is lost. `ends`: a number for
   each of 2 ** MOST_BUCKET_BITS buckets, and one more. */
static void OF(bucket_sort)(NUMBER *values, int32_t *ends, NUMBER *into, int64_t size, unsigned top)
{
    unsigned bits = 1;
    while (bits < MOST_BUCKET_BITS && bits < top && (int64_t)1 << bits < size)
        bits++;
    unsigned shift = top - bits;
    NUMBER mask = ((NUMBER)1 << bits) - 1;
    int64_t buckets = (int64_t)1 << bits, moves = MOST_MOVES * size;
    memset(ends, 0, (size_t)(buckets + 1) * sizeof *ends);
    for (int64_t i = 0; i < size; i++)
        ends[(values[i] >> shift & mask) + 1]++;
    for (int64_t k = 1; k <= buckets; k++)
        ends[k] += ends[k - 1];
    for (int64_t i = 0; i < size; i++)
        into[ends[values[i] >> shift & mask]++] = values[i];
    for (int64_t i = 1; i < size && moves >= 0; i++) {
        NUMBER value = into[i];
        int64_t k = i;
        for (; k > 0 && into[k - 1] > value; k--)
            into[k] = into[k - 1];
        into[k] = value;
        moves -= i - k;
    }
    if (moves < 0)
        OF(sort_bytes)(into, values, size);
}

/* Sorts numbers of which the bits from `top` on are equal; `spare` is as long. */
static void OF(split_sort)(NUMBER *values, NUMBER *spare, int32_t *ends, int64_t size, unsigned top)
{
    if (size <= LEAST_SPLIT || top <= SPLIT_BITS) {
        OF(bucket_sort)(values, ends, spare, size, top);
        memcpy(values, spare, (size_t)size * sizeof(NUMBER));
        return;
    }
    unsigned shift = top - SPLIT_BITS;
    int64_t places[(1 << SPLIT_BITS) + 1] = {0};
    NUMBER mask = (1 << SPLIT_BITS) - 1;
    for (int64_t i = 0; i < size; i++)
        places[(values[i] >> shift & mask) + 1]++;
    for (int k = 1; k <= 1 << SPLIT_BITS; k++)
        places[k] += places[k - 1];
    for (int64_t i = 0; i < size; i++)
        spare[places[values[i] >> shift & mask]++] = values[i];
    int64_t first = 0;
    for (int k = 0; k < 1 << SPLIT_BITS; k++) {
        int64_t part = places[k] - first;
        if (part <= LEAST_SPLIT) {
            OF(bucket_sort)(spare + first, ends, values + first, part, shift);
        } else {
            memcpy(values + first, spare + first, (size_t)part * sizeof(NUMBER));
            OF(split_sort)(values + first, spare + first, ends, part, shift);
        }
        first = places[k];
    }
}

/* Sorts numbers; `spare` is as long. Returns false without memory. */
static bool OF(sort_evenly)(NUMBER *values, NUMBER *spare, int64_t size)
{
    if (size < 2)
        return true;
    NUMBER all = 0;
    for (int64_t i = 1; i < size; i++)
        all |= values[i] ^ values[0];
    unsigned top = 0;
    while (top < 8 * sizeof(NUMBER) && all >> top)
        top++;
    if (top == 0)
        return true;
    int32_t *ends = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *ends);
    if (!ends)
        return false;
    OF(split_sort)(values, spare, ends, size, top);
    free(ends);
    return true;
}
