/* `match/facts.py` and `match/event_profiles.py`: fact words, what they weigh, terms of events. */

#define WORD 1
#define CAPITAL 2
#define DIGIT 4
#define ALONE 8 /* a word by itself, of a script without spaces */

#define FNV_START 14695981039346656037u
#define FNV_PRIME 1099511628211u
#define MIXER 0x9E3779B97F4A7C15u

static inline unsigned unit_at(const uint8_t *text, int64_t i, bool wide)
{
    return wide ? load16(text + 2 * i) : text[i];
}

/* Which of 64 characters are part of a word, capitals, digits; those beyond ASCII are looked up in `kinds`. */
static inline uint64_t classes_of(const uint8_t *at, bool wide, const uint8_t *kinds, uint64_t *upper, uint64_t *digit)
{
    if (!wide) {
        *upper = within_bytes(at, 'A', 26);
        *digit = within_bytes(at, '0', 10);
        return *upper | *digit | within_bytes(at, 'a', 26) | within_bytes(at, '_', 1);
    }
    *upper = within_units(at, 'A', 26);
    *digit = within_units(at, '0', 10);
    uint64_t inside = *upper | *digit | within_units(at, 'a', 26) | within_units(at, '_', 1);
    for (uint64_t beyond = ~within_units(at, 0, 0x80); beyond; beyond &= beyond - 1) {
        uint64_t bit = beyond & (~beyond + 1);
        uint8_t kind = kinds[load16(at + 2 * lowest_bit(beyond))];
        inside |= kind & WORD ? bit : 0;
        *upper |= kind & CAPITAL ? bit : 0;
        *digit |= kind & DIGIT ? bit : 0;
    }
    return inside;
}

/* Writes the places of the fact words of one text; returns how many there are. */
static int64_t fact_starts(
    const uint8_t *text, int64_t units, bool wide, const uint8_t *kinds, double capitalised, int32_t *starts)
{
    int64_t words = 0, capitals = 0, found = 0, numbers = 0;
    uint64_t before = 0;
    for (int64_t at = 0; at < units; at += 64) {
        uint64_t upper, digit, inside = classes_of(text + (wide ? 2 * at : at), wide, kinds, &upper, &digit);
        if (units - at < 64)
            inside &= ((uint64_t)1 << (units - at)) - 1;
        uint64_t begins = inside & ~(inside << 1 | before);
        before = inside >> 63;
        words += count_bits(begins);
        capitals += count_bits(begins & upper);
        for (begins &= upper | digit; begins; begins &= begins - 1)
            starts[found++] = (int32_t)(at + lowest_bit(begins));
    }
    if ((double)capitals <= capitalised * (double)words)
        return found;
    for (int64_t k = 0; k < found; k++)
        if (kinds[unit_at(text, starts[k], wide)] & DIGIT)
            starts[numbers++] = starts[k];
    return numbers;
}

/* Fact words of texts `source[begins[i]:ends[i]]` (ASCII; UTF-16 if wide), which have less than 2^17
   characters: hash, place (in characters) and count of each, ascending by hash within a text. */
static int64_t fact_words(const Argument *given)
{
    const uint8_t *source = given[0].data;
    const int64_t *begins = given[1].data, *text_ends = given[2].data;
    const bool *all_wide = given[3].data;
    const uint8_t *kinds = given[4].data;
    const uint16_t *lower = given[5].data;
    double capitalised = given[6].real;
    uint64_t *hashes = given[7].data;
    int32_t *places = given[8].data, *counts = given[9].data;
    int64_t *offsets = given[10].data;
    int64_t texts = given[3].size, longest = 0, n = 0;
    for (int64_t text = 0; text < texts; text++)
        if (text_ends[text] - begins[text] > longest)
            longest = text_ends[text] - begins[text];
    size_t room = (size_t)longest / 2 + 64;
    int32_t *starts = malloc(room * sizeof *starts), *ends = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *ends);
    uint64_t *packed = malloc(2 * room * sizeof *packed);
    if (!starts || !ends || !packed) {
        free(starts);
        free(ends);
        free(packed);
        return NO_MEMORY;
    }
    uint64_t *ordered = packed + room;
    for (int64_t text = 0; text < texts; text++) {
        const uint8_t *from = source + begins[text];
        bool wide = all_wide[text];
        int64_t first = offsets[text] = n, units = (text_ends[text] - begins[text]) >> wide;
        int64_t found = fact_starts(from, units, wide, kinds, capitalised, starts);
        for (int64_t k = 0; k < found; k++) {
            uint64_t state = FNV_START;
            for (int64_t i = starts[k]; i < units; i++) {
                unsigned unit = unit_at(from, i, wide);
                if (!kinds[unit])
                    break;
                state = (state ^ lower[unit]) * FNV_PRIME;
            }
            packed[k] = (state * MIXER & ~(uint64_t)0xFFFF) | (uint64_t)k;
        }
        bucket_sort64(packed, ends, ordered, found, 64);
        for (int64_t k = 0; k < found; k++) {
            uint64_t hash = ordered[k] >> 16;
            if (n > first && hashes[n - 1] == hash) {
                counts[n - 1]++;
                continue;
            }
            hashes[n] = hash;
            places[n] = starts[ordered[k] & 0xFFFF];
            counts[n++] = 1;
        }
    }
    offsets[texts] = n;
    free(starts);
    free(ends);
    free(packed);
    return n;
}

/* The place of a hash in a table with open addressing, a power of two long: its own or an empty one (0). */
static inline uint64_t slot_of(const uint64_t *keys, uint64_t mask, uint64_t hash)
{
    uint64_t slot = hash & mask;
    while (keys[slot] != 0 && keys[slot] != hash)
        slot = (slot + 1) & mask;
    return slot;
}

/* Puts hashes and what belongs to each, any 32 bits, into a table. */
static int64_t put(const Argument *given)
{
    const uint64_t *hashes = given[0].data;
    const uint32_t *values = given[1].data;
    uint64_t *keys = given[2].data, mask = (uint64_t)given[2].size - 1;
    uint32_t *into = given[3].data;
    for (int64_t k = 0; k < given[0].size; k++) {
        uint64_t slot = slot_of(keys, mask, hashes[k]);
        keys[slot] = hashes[k];
        into[slot] = values[k];
    }
    return 0;
}

/* Fills what a table has for hashes, and the places of those that it has not; returns how many these are. */
static int64_t look_up(const Argument *given)
{
    const uint64_t *hashes = given[0].data, *keys = given[1].data;
    const uint32_t *values = given[2].data;
    uint32_t *found = given[3].data;
    int64_t *unknown = given[4].data, missing = 0;
    uint64_t mask = (uint64_t)given[1].size - 1;
    for (int64_t k = 0; k < given[0].size; k++) {
        uint64_t slot = slot_of(keys, mask, hashes[k]);
        found[k] = values[slot];
        unknown[missing] = k;
        missing += keys[slot] == 0;
    }
    return missing;
}

/* The upper 32 bits of hashes of 48, and their weights by a table; NaN where it has none. */
static int64_t weigh(const Argument *given)
{
    const uint64_t *hashes = given[0].data;
    const int32_t *counts = given[1].data;
    const uint64_t *keys = given[2].data;
    const float *values = given[3].data, *damped = given[4].data;
    int64_t most = given[4].size;
    uint32_t *words = given[5].data, nan_bits = 0x7FC00000u;
    float *weights = given[6].data, nan;
    memcpy(&nan, &nan_bits, sizeof nan);
    uint64_t mask = (uint64_t)given[2].size - 1;
    for (int64_t k = 0; k < given[0].size; k++) {
        uint64_t slot = slot_of(keys, mask, hashes[k]);
        words[k] = (uint32_t)(hashes[k] >> 16);
        weights[k] = keys[slot] ? values[slot] * damped[(counts[k] < most ? counts[k] : most) - 1] : nan;
    }
    return 0;
}

/* The sum of the weights of some rows, and of their squares. */
static int64_t totals(const Argument *given)
{
    const int64_t *starts = given[0].data, *ends = given[1].data;
    const float *weights = given[2].data;
    const int64_t *rows = given[3].data;
    double *total = given[4].data, *square = given[5].data;
    for (int64_t i = 0; i < given[3].size; i++) {
        int64_t row = rows[i];
        double sum = total[row], squares = square[row];
        for (int64_t k = starts[row]; k < ends[row]; k++) {
            double weight = weights[k];
            sum += weight;
            squares += weight * weight;
        }
        total[row] = sum;
        square[row] = squares;
    }
    return 0;
}

/* For each pair, the sum of the products of shared weights, and of the shared weights on either side. */
static int64_t agree(const Argument *given)
{
    const uint32_t *hashes = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data;
    const float *weights = given[3].data;
    const int64_t *pairs = given[4].data;
    double *product = given[5].data, *in_a = given[6].data, *in_b = given[7].data;
    for (int64_t k = 0; k < given[5].size; k++) {
        int64_t i = starts[pairs[2 * k]], i_end = ends[pairs[2 * k]];
        int64_t j = starts[pairs[2 * k + 1]], j_end = ends[pairs[2 * k + 1]];
        double products = 0, of_a = 0, of_b = 0;
        while (i < i_end && j < j_end) {
            uint32_t left = hashes[i], right = hashes[j];
            if (left == right) {
                double x = weights[i], y = weights[j];
                products += x * y;
                of_a += x;
                of_b += y;
            }
            i += left <= right; /* which side is behind nobody can foresee: no branch */
            j += right <= left;
        }
        product[k] = products;
        in_a[k] = of_a;
        in_b[k] = of_b;
    }
    return 0;
}

#define MOST_COUNTED 255

/* The distinct terms of each story, ascending, how often each occurs (up to 255), and whether it does so among
   the first `lead_terms`; returns how many there are. */
static int64_t event_terms(const Argument *given)
{
    const uint32_t *occurrences = given[0].data;
    const int64_t *offsets = given[1].data;
    int64_t lead_terms = given[2].whole, stories = given[1].size - 1, longest = 0, n = 0;
    uint32_t *terms = given[3].data;
    uint8_t *counts = given[4].data;
    bool *lead = given[5].data;
    int64_t *found_offsets = given[6].data;
    for (int64_t story = 0; story < stories; story++)
        if (offsets[story + 1] - offsets[story] > longest)
            longest = offsets[story + 1] - offsets[story];
    uint32_t *copy = malloc((size_t)(longest + 1) * sizeof *copy);
    int32_t *ends = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *ends);
    if (!copy || !ends) {
        free(copy);
        free(ends);
        return NO_MEMORY;
    }
    for (int64_t story = 0; story < stories; story++) {
        const uint32_t *values = occurrences + offsets[story];
        int64_t size = offsets[story + 1] - offsets[story], kept = 0;
        uint32_t *into = terms + n;
        found_offsets[story] = n;
        memcpy(copy, values, (size_t)size * sizeof *copy);
        bucket_sort32(copy, ends, into, size, 32);
        for (int64_t first = 0, last; first < size; first = last) {
            for (last = first + 1; last < size && into[last] == into[first]; last++)
                ;
            into[kept] = into[first];
            counts[n + kept] = (uint8_t)(last - first < MOST_COUNTED ? last - first : MOST_COUNTED);
            lead[n + kept++] = false;
        }
        for (int64_t k = 0; k < lead_terms && k < size; k++) {
            int64_t low = 0, high = kept;
            while (low < high) {
                int64_t middle = (low + high) / 2;
                if (into[middle] < values[k])
                    low = middle + 1;
                else
                    high = middle;
            }
            lead[n + low] = true;
        }
        n += kept;
    }
    found_offsets[stories] = n;
    free(copy);
    free(ends);
    return n;
}

#define ROWS_AT_ONCE 4 /* sums that do not wait for one another */

/* Adds the products of a row, from a place on, with one that is spread out. */
static double rest_of_product(
    const float *spread, const int32_t *columns, const float *values, int64_t from, int64_t end, double total)
{
    for (int64_t k = from; k < end; k++) {
        float product = spread[columns[k]] * values[k];
        total += product;
    }
    return total;
}

/* Inner products of rows of one matrix and of another; quickest where pairs with the same first row stand
   together, and the rows of the second are the shorter ones. */
static int64_t dots(const Argument *given)
{
    const int64_t *ends = given[0].data;
    const int32_t *columns = given[1].data;
    const float *values = given[2].data;
    const int64_t *other_ends = given[3].data;
    const int32_t *other_columns = given[4].data;
    const float *other_values = given[5].data;
    const int64_t *pairs = given[6].data;
    double *found = given[8].data;
    int64_t size = given[8].size;
    float *spread = calloc((size_t)given[7].whole + 1, sizeof *spread);
    if (!spread)
        return NO_MEMORY;
    for (int64_t m = 0, next; m < size; m = next) {
        int64_t a = pairs[2 * m], at = m;
        for (next = m; next < size && pairs[2 * next] == a; next++)
            ;
        for (int64_t k = ends[a]; k < ends[a + 1]; k++)
            spread[columns[k]] = values[k];
        for (; at + ROWS_AT_ONCE <= next; at += ROWS_AT_ONCE) {
            double total[ROWS_AT_ONCE] = {0};
            int64_t first[ROWS_AT_ONCE], shortest = INT64_MAX;
            for (int row = 0; row < ROWS_AT_ONCE; row++) {
                int64_t b = pairs[2 * (at + row) + 1], length = other_ends[b + 1] - other_ends[b];
                first[row] = other_ends[b];
                shortest = length < shortest ? length : shortest;
            }
            for (int64_t k = 0; k < shortest; k++)
                for (int row = 0; row < ROWS_AT_ONCE; row++) {
                    float product = spread[other_columns[first[row] + k]] * other_values[first[row] + k];
                    total[row] += product;
                }
            for (int row = 0; row < ROWS_AT_ONCE; row++) {
                int64_t end = other_ends[pairs[2 * (at + row) + 1] + 1], from = first[row] + shortest;
                found[at + row] = rest_of_product(spread, other_columns, other_values, from, end, total[row]);
            }
        }
        for (; at < next; at++) {
            int64_t b = pairs[2 * at + 1];
            found[at] = rest_of_product(spread, other_columns, other_values, other_ends[b], other_ends[b + 1], 0);
        }
        for (int64_t k = ends[a]; k < ends[a + 1]; k++)
            spread[columns[k]] = 0;
    }
    free(spread);
    return 0;
}

/* Pairs of a row with later ones, before `until` or from `always` on, whose inner product reaches `least`: the
   smaller number first, ascending. Goes on from row `progress`, as long as there is room for `most` pairs of one
   row; returns how many pairs there are. `taken`: how many rows of each column were gone through; `sums`: zeros. */
static int64_t neighbours(const Argument *given)
{
    const int64_t *ends = given[0].data;
    const int32_t *columns = given[1].data;
    const float *values = given[2].data;
    const int64_t *column_ends = given[3].data;
    const int32_t *rows = given[4].data;
    const float *of_rows = given[5].data;
    const int32_t *until = given[6].data;
    int64_t always = given[7].whole, most = given[8].whole, n = given[6].size;
    float least = (float)given[9].real;
    int64_t *taken = given[10].data;
    float *sums = given[11].data;
    int32_t *met = given[12].data;
    int64_t *pairs = given[13].data, room = given[13].size / 2, *progress = given[14].data, found = 0, a = *progress;
    uint32_t *near = malloc(2 * (size_t)most * sizeof *near);
    if (!near)
        return NO_MEMORY;
    for (; a < n && found + most <= room; a++) {
        int64_t many = 0, few = 0;
        for (int64_t k = ends[a]; k < ends[a + 1]; k++) {
            int64_t column = columns[k], at = taken[column] + 1, end = column_ends[column + 1];
            taken[column] = at;
            for (at += column_ends[column]; at < end; at++) {
                int32_t b = rows[at];
                if (b >= until[a] && b < always)
                    continue;
                bool new = sums[b] == 0;
                met[many] = b;
                sums[b] += values[k] * of_rows[at];
                many += new && sums[b] != 0;
            }
        }
        for (int64_t k = 0; k < many; k++) {
            near[few] = (uint32_t)met[k];
            few += sums[met[k]] >= least;
            sums[met[k]] = 0;
        }
        if (!sort_evenly32(near, near + most, few)) {
            free(near);
            return NO_MEMORY;
        }
        for (int64_t k = 0; k < few; k++) {
            pairs[2 * found] = a;
            pairs[2 * found++ + 1] = near[k];
        }
    }
    *progress = a;
    free(near);
    return found;
}
