/* From texts to words, shingles and signatures: `sketch/encoded.py`, `shingles.py` and `minhash.py`. */

#define SHINGLE_WORDS 5
#define WORD_SEED 0x9E3779B97F4A7C15u
#define WORD_FIRST 0xBF58476D1CE4E5B9u
#define WORD_SECOND 0x94D049BB133111EBu
#define SHINGLE_BASE 0x1B873593u
#define SHORT_SALT 0x9E3779B9u
#define KEY_SEED 0x9E3779B97F4A7C15u
#define KEY_FACTOR 0xD6E8FEB86659FD93u
#define LEAST_KEY ((uint64_t)1 << 32)
#define NO_HASH 0xFFFFFFFFu /* every slot of the signature of a text without words */

/* Cleans a text of UTF-16 units by the images of its characters: bytes from below, length + 1 on top. Returns
   the end of what is written; `hard` is set where a character without an image was met. */
static int64_t clean_wide(
    const uint8_t *source, int64_t at, int64_t end, const uint64_t *images, uint8_t *target, int64_t out, bool *hard)
{
    while (at < end) {
        int64_t ascii = lowest_bit(clean_units(source + at, target + out)), left = (end - at) / 2;
        if (ascii > left)
            ascii = left;
        at += 2 * ascii;
        out += ascii;
        while (at < end) {
            uint32_t code = load16(source + at);
            if (code < 0x80)
                break;
            at += 2;
            if (code >= 0xD800 && code < 0xDC00) { /* the first half of a pair: there are no halves alone */
                code = 0x10000 + ((code & 0x3FF) << 10 | (load16(source + at) & 0x3FF));
                at += 2;
            }
            uint64_t image = images[code];
            if (image == 0) {
                *hard = true;
                return out;
            }
            memcpy(target + out, &image, 8);
            out += (int64_t)(image >> 56) - 1;
        }
    }
    return out;
}

/* Cleans texts `source[bounds[i]:bounds[i + 1]]` (ASCII; UTF-16 if wide); returns the end of the target. */
static int64_t clean(const Argument *given)
{
    const uint8_t *source = given[0].data;
    const int64_t *bounds = given[1].data;
    const bool *wide = given[2].data;
    const uint64_t *images = given[3].data;
    uint8_t *target = given[4].data;
    int64_t *begins = given[5].data, *ends = given[6].data;
    bool *hard = given[7].data;
    int64_t out = 0;
    for (int64_t text = 0; text < given[2].size; text++) {
        begins[text] = out;
        if (wide[text]) {
            out = clean_wide(source, bounds[text], bounds[text + 1], images, target, out, hard + text);
        } else {
            int64_t size = bounds[text + 1] - bounds[text];
            for (int64_t done = 0; done < size; done += 64)
                clean_bytes(source + bounds[text] + done, target + out + done);
            out += size;
        }
        ends[text] = out;
    }
    return out;
}

/* Writes where words begin and end, in turn; returns how many places these are. Writes up to 8 more. */
static int64_t edges_of(const uint8_t *data, int64_t at, int64_t end, int32_t *edges)
{
    int64_t found = 0;
    uint64_t before = 0;
    for (; at < end; at += 64) {
        uint64_t inside = ~within_bytes(data + at, 0x20, 1);
        if (end - at < 64)
            inside &= ((uint64_t)1 << (end - at)) - 1;
        uint64_t turns = inside ^ (inside << 1 | before);
        before = inside >> 63;
        int count = count_bits(turns);
        for (int first = 0; first < count; first += 8)
            for (int k = 0; k < 8; k++) {
                edges[found + first + k] = (int32_t)(at + lowest_bit(turns));
                turns &= turns - 1;
            }
        found += count;
    }
    if (before)
        edges[found++] = (int32_t)end;
    return found;
}

/* The lower bytes of a number, up to 8 of them. */
static inline uint64_t lower_bytes(uint64_t number, int64_t bytes)
{
    return bytes >= 8 ? number : number & (((uint64_t)1 << 8 * bytes) - 1);
}

static inline uint64_t hash_16_bytes(const uint8_t *at, int64_t size, uint64_t state)
{
    uint64_t low = lower_bytes(load64(at), size), high = size > 8 ? lower_bytes(load64(at + 8), size - 8) : 0;
    state = (state ^ low) * WORD_FIRST + high;
    return (state ^ state >> 32) * WORD_SECOND;
}

static inline uint64_t hash_word(const uint8_t *at, int64_t size)
{
    uint64_t state = hash_16_bytes(at, size, WORD_SEED);
    for (int64_t done = 16; done < size; done += 16)
        state = hash_16_bytes(at + done, size - done, state);
    return state;
}

/* Hashes of the words of clean texts, and of their shingles in text order; returns how many shingles. */
static int64_t hash_clean(const Argument *given)
{
    const uint8_t *data = given[0].data;
    const int64_t *begins = given[1].data, *ends = given[2].data;
    int32_t *edges = given[3].data;
    uint32_t *all_words = given[4].data;
    int64_t *word_offsets = given[5].data;
    uint32_t *hashes = given[6].data;
    int64_t *offsets = given[7].data;
    int64_t done = 0, before = 0, texts = given[1].size;
    for (int64_t text = 0; text < texts; text++) {
        int64_t count = edges_of(data, begins[text], ends[text], edges) / 2;
        uint32_t *restrict words = all_words + before, *restrict into = hashes + done;
        for (int64_t i = 0; i < count; i++)
            words[i] = (uint32_t)(hash_word(data + edges[2 * i], edges[2 * i + 1] - edges[2 * i]) >> 32);
        offsets[text] = done;
        word_offsets[text] = before;
        before += count;
        if (count >= SHINGLE_WORDS) {
            int64_t runs = count - SHINGLE_WORDS + 1;
            for (int64_t i = 0; i < runs; i++) {
                uint32_t state = words[i];
                for (int k = 1; k < SHINGLE_WORDS; k++)
                    state = state * SHINGLE_BASE + words[i + k];
                into[i] = state;
            }
            done += runs;
        } else if (count > 0) {
            uint32_t state = (uint32_t)count * SHORT_SALT;
            for (int64_t i = 0; i < count; i++)
                state = state * SHINGLE_BASE + words[i];
            into[0] = state;
            done++;
        }
    }
    offsets[texts] = done;
    word_offsets[texts] = before;
    return done;
}

/* 64 bits of each word, of which shingles take the upper half. `edges`: where all words begin and end. */
static int64_t hash_words(const Argument *given)
{
    const uint8_t *data = given[0].data;
    const int64_t *begins = given[1].data, *ends = given[2].data;
    int32_t *edges = given[3].data;
    uint64_t *hashes = given[4].data;
    int64_t *offsets = given[5].data;
    int64_t done = 0, texts = given[1].size;
    for (int64_t text = 0; text < texts; text++) {
        offsets[text] = done;
        int64_t last = done + edges_of(data, begins[text], ends[text], edges + 2 * done) / 2;
        for (; done < last; done++)
            hashes[done] = hash_word(data + edges[2 * done], edges[2 * done + 1] - edges[2 * done]);
    }
    offsets[texts] = done;
    return done;
}

/* Sorts the hashes of each row and drops repeated ones; returns how many are left. */
static int64_t distinct(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *offsets = given[1].data;
    uint32_t *found = given[2].data;
    int64_t *found_offsets = given[3].data;
    int64_t rows = given[1].size - 1, done = 0, longest = 0;
    for (int64_t row = 0; row < rows; row++)
        if (offsets[row + 1] - offsets[row] > longest)
            longest = offsets[row + 1] - offsets[row];
    uint32_t *copy = malloc((size_t)(longest + 1) * sizeof *copy);
    int32_t *ends = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *ends);
    if (!copy || !ends) {
        free(copy);
        free(ends);
        return NO_MEMORY;
    }
    for (int64_t row = 0; row < rows; row++) {
        int64_t size = offsets[row + 1] - offsets[row], kept = 0;
        uint32_t *into = found + done;
        found_offsets[row] = done;
        memcpy(copy, hashes + offsets[row], (size_t)size * sizeof *copy);
        bucket_sort32(copy, ends, into, size, 32);
        for (int64_t i = 0; i < size; i++) {
            uint32_t value = into[i];
            bool last = i + 1 == size || value != into[i + 1];
            into[kept] = value;
            kept += last;
        }
        done += kept;
    }
    found_offsets[rows] = done;
    free(copy);
    free(ends);
    return done;
}

/* The signature of each row of hashes: `factors` and `increments` are a multiple of LANES_AT_MOST long. */
static int64_t sign(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *offsets = given[1].data;
    const uint32_t *factors = given[2].data, *increments = given[3].data;
    uint32_t *scratch = given[4].data, *signatures = given[5].data;
    int64_t slots = given[2].size, rows = given[1].size - 1;
    for (int64_t row = 0; row < rows; row++) {
        const uint32_t *restrict values = hashes + offsets[row];
        uint32_t *restrict mixed = scratch;
        int64_t size = offsets[row + 1] - offsets[row];
        for (int64_t i = 0; i < size; i++) {
            uint32_t value = values[i];
            value = (value ^ value >> 16) * 0x85EBCA6Bu;
            value = (value ^ value >> 13) * 0xC2B2AE35u;
            mixed[i] = value ^ value >> 16;
        }
        for (int64_t slot = 0; slot < slots; slot += LANES)
            least_of(mixed, size, factors + slot, increments + slot, signatures + row * slots + slot);
    }
    return 0;
}

/* Keys of some bands of signatures that are `slots` wide, a band after the other. */
static int64_t band_keys(const Argument *given)
{
    const uint32_t *signatures = given[0].data;
    int64_t slots = given[1].whole, first = given[2].whole, bands = given[3].whole, rows = given[4].whole;
    uint64_t *keys = given[5].data;
    int64_t texts = slots ? given[0].size / slots : 0;
    for (int64_t text = 0; text < texts; text++) {
        const uint32_t *row = signatures + text * slots;
        bool empty = true;
        for (int64_t k = 0; k < slots && empty; k++)
            empty = row[k] == NO_HASH;
        for (int64_t band = 0; band < bands; band++) {
            uint64_t state = KEY_SEED;
            for (int64_t k = (first + band) * rows; k < (first + band + 1) * rows; k++)
                state = (state ^ row[k]) * KEY_FACTOR;
            keys[band * texts + text] = empty ? 0 : state < LEAST_KEY ? LEAST_KEY : state;
        }
    }
    return 0;
}
