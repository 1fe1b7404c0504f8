/* `sketch/vocabulary.py`: content words with what stands around them, and what two stories say apart. */

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

/* Whether an ascending row of shingles has one with the upper 31 bits of a value: hashes are spread evenly, so
   the search begins where the value would stand. */
static inline bool has_shingle(const uint32_t *row, int64_t size, uint32_t value)
{
    if (size == 0)
        return false;
    int64_t at = (int64_t)((uint64_t)value * (uint64_t)size >> 32);
    while (at > 0 && (row[at] & SHINGLE_BITS) >= value)
        at--;
    while (at < size && (row[at] & SHINGLE_BITS) < value)
        at++;
    return at < size && (row[at] & SHINGLE_BITS) == value;
}

/* Fills the six counts of either side of each pair. */
static int64_t vocabulary_counts(const Argument *given)
{
    const uint64_t *entries = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data;
    const uint32_t *hashes = given[3].data;
    const int64_t *set_starts = given[4].data, *set_ends = given[5].data, *pairs = given[6].data;
    int64_t *found = given[7].data;
    for (int64_t k = 0; k < given[6].size; k++) {
        int64_t a = pairs[k], b = pairs[k ^ 1];
        const uint32_t *ours = hashes + set_starts[a], *theirs = hashes + set_starts[b];
        int64_t our_size = set_ends[a] - set_starts[a], their_size = set_ends[b] - set_starts[b];
        int64_t own = 0, own_said = 0, head = 0, head_said = 0, lead = 0, lead_shared = 0, other = starts[b];
        for (int64_t i = starts[a]; i < ends[a]; i++) {
            uint64_t word = entries[i] >> 32;
            uint32_t around = (uint32_t)entries[i] & SHINGLE_BITS;
            while (other < ends[b] && entries[other] >> 32 < word)
                other++;
            bool said = other < ends[b] && entries[other] >> 32 == word;
            bool shared = has_shingle(theirs, their_size, around);
            if (entries[i] & 1) {
                lead++;
                lead_shared += shared;
            }
            if (around == 0) {
                head++;
                head_said += said;
            }
            if (shared || (said && has_shingle(ours, our_size, (uint32_t)entries[other] & SHINGLE_BITS)))
                continue;
            own++;
            own_said += said;
        }
        int64_t counts[] = {own, own_said, head, head_said, lead, lead_shared};
        memcpy(found + 6 * k, counts, sizeof counts);
    }
    return 0;
}
