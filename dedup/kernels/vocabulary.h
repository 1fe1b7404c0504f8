/* `sketch/vocabulary.py`: content words with what stands around them, and what two stories say apart. */

#define FEW 8 /* crowded shingles that are compared one by one */
#define SHINGLE_BITS 0xFFFFFFFEu /* of the lower half of an entry; the last bit: in the lead */

/* Fills the vocabulary of each story, of its words and those of its headline; returns the number of entries. */
static int64_t vocabulary(const Argument *given)
{
    const uint32_t *all_words = given[0].data;
    const int64_t *bounds = given[1].data;
    const uint32_t *all_heads = given[2].data;
    const int64_t *head_bounds = given[3].data;
    int shift = (int)given[4].whole;
    uint32_t empty = (uint32_t)given[5].whole;
    const uint32_t *common = given[6].data;
    int64_t mask = given[6].size - 1, lead_words = given[7].whole;
    uint64_t *entries = given[8].data;
    int64_t *offsets = given[9].data;
    int64_t texts = given[1].size - 1, longest = 0, done = 0;
    for (int64_t text = 0; text < texts; text++) {
        int64_t size = bounds[text + 1] - bounds[text] + head_bounds[text + 1] - head_bounds[text];
        longest = size > longest ? size : longest;
    }
    uint64_t *packed = malloc((size_t)(2 * longest + 1) * sizeof *packed);
    int32_t *ends = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *ends);
    if (!packed || !ends) {
        free(packed);
        free(ends);
        return NO_MEMORY;
    }
    uint64_t *ordered = packed + longest;
    for (int64_t text = 0; text < texts; text++) {
        const uint32_t *words = all_words + bounds[text], *heads = all_heads + head_bounds[text];
        int64_t count = bounds[text + 1] - bounds[text], title = head_bounds[text + 1] - head_bounds[text];
        int64_t found = 0;
        offsets[text] = done;
        for (int64_t i = 0; i < title + count; i++) {
            uint32_t word = i < title ? heads[i] : words[i - title];
            packed[found] = (uint64_t)word << 32 | (uint64_t)i;
            found += !in_table(word, shift, empty, common, mask);
        }
        bucket_sort64(packed, ends, ordered, found, 64);
        for (int64_t k = 0; k < found; k++) {
            uint64_t word = ordered[k] >> 32;
            if (k && word == ordered[k - 1] >> 32)
                continue;
            int64_t i = (int64_t)(ordered[k] & 0xFFFFFFFFu) - title;
            uint32_t around = 0;
            if (i >= 0) {
                if (count >= SHINGLE_WORDS) {
                    int64_t at = i < count - SHINGLE_WORDS ? i : count - SHINGLE_WORDS;
                    uint32_t state = words[at];
                    for (int step = 1; step < SHINGLE_WORDS; step++)
                        state = state * SHINGLE_BASE + words[at + step];
                    around = state & SHINGLE_BITS;
                }
                around |= i < lead_words;
            }
            entries[done++] = word << 32 | around;
        }
    }
    offsets[texts] = done;
    free(packed);
    free(ends);
    return done;
}

/* Fills for each entry whether the shingle around it is one of those in their places. */
static void look_around(const uint64_t *entries, int64_t size, const Places *places, uint8_t *found)
{
    const uint32_t *restrict first = places->first, *restrict second = places->second;
    uint8_t *restrict into = found;
    int shift = places->shift;
    for (int64_t i = 0; i < size; i++)
        into[i] = is_placed((uint32_t)entries[i] & SHINGLE_BITS, first, second, shift);
    if (places->few > FEW) {
        for (int64_t i = 0; i < size; i++)
            into[i] |= has32(places->crowded, places->few, (uint32_t)entries[i] & SHINGLE_BITS);
        return;
    }
    for (int64_t k = 0; k < places->few; k++)
        for (int64_t i = 0; i < size; i++)
            into[i] |= ((uint32_t)entries[i] & SHINGLE_BITS) == places->crowded[k];
}

/* Fills the six counts of either side of each pair. The shingles of the first story stay in their places while
   it does. */
static int64_t vocabulary_counts(const Argument *given)
{
    const uint64_t *entries = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data;
    const uint32_t *hashes = given[3].data;
    const int64_t *set_starts = given[4].data, *set_ends = given[5].data, *pairs = given[6].data;
    int64_t *found = given[7].data, largest = 1, longest = 1, last = -1;
    for (int64_t k = 0; k < given[6].size; k++) {
        int64_t size = set_ends[pairs[k]] - set_starts[pairs[k]], words = ends[pairs[k]] - starts[pairs[k]];
        largest = size > largest ? size : largest;
        longest = words > longest ? words : longest;
    }
    Places places[2] = {{0}};
    uint8_t *shared[2] = {malloc((size_t)(2 * longest)), NULL};
    bool made[2] = {make_places(places, largest), make_places(places + 1, largest)};
    if (!shared[0] || !made[0] || !made[1]) {
        free(shared[0]);
        free(places[0].first);
        free(places[1].first);
        return NO_MEMORY;
    }
    shared[1] = shared[0] + longest;
    for (int64_t k = 0; k < given[6].size; k += 2) {
        const uint64_t *side[2];
        int64_t size[2], counts[2][6] = {{0}};
        for (int s = 0; s < 2; s++) {
            side[s] = entries + starts[pairs[k + s]];
            size[s] = ends[pairs[k + s]] - starts[pairs[k + s]];
        }
        for (int s = pairs[k] == last; s < 2; s++) {
            int64_t start = set_starts[pairs[k + s]];
            place_row(hashes + start, set_ends[pairs[k + s]] - start, ~SHINGLE_BITS, places + s);
        }
        last = pairs[k];
        for (int s = 0; s < 2; s++) {
            look_around(side[s], size[s], places + 1 - s, shared[s]);
            int64_t own = 0, head = 0, lead = 0, lead_shared = 0;
            for (int64_t i = 0; i < size[s]; i++) {
                own += !shared[s][i];
                head += ((uint32_t)side[s][i] & SHINGLE_BITS) == 0;
                lead += side[s][i] & 1;
                lead_shared += side[s][i] & shared[s][i];
            }
            counts[s][0] = own;
            counts[s][2] = head;
            counts[s][4] = lead;
            counts[s][5] = lead_shared;
        }
        int64_t both_own = 0, in_ours = 0, in_theirs = 0, head_a = 0, head_b = 0;
        for (int64_t i = 0, j = 0; i < size[0] && j < size[1];) { /* no branches: nobody can foresee them */
            uint64_t left = side[0][i] >> 32, right = side[1][j] >> 32;
            bool both = left == right, in_a = shared[0][i], in_b = shared[1][j];
            both_own += both & !in_a & !in_b;
            in_ours += both & in_a & !in_b;
            in_theirs += both & in_b & !in_a;
            head_a += both & (((uint32_t)side[0][i] & SHINGLE_BITS) == 0);
            head_b += both & (((uint32_t)side[1][j] & SHINGLE_BITS) == 0);
            i += left <= right;
            j += right <= left;
        }
        counts[0][0] -= in_theirs; /* what the other one says in a passage that is shared is nobody's own */
        counts[1][0] -= in_ours;
        counts[0][1] = counts[1][1] = both_own;
        counts[0][3] = head_a;
        counts[1][3] = head_b;
        memcpy(found + 6 * k, counts, sizeof counts);
    }
    free(shared[0]);
    free(places[0].first);
    free(places[1].first);
    return 0;
}
