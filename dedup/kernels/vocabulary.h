/* `sketch/vocabulary.py`: content words, where they stand, and whether a passage belongs to what two stories
   report. */

#define HEADING 0xFFFF      /* place of a word of the headline */
#define IN_HEADLINE (1u << 31)
#define NOTHING -1 /* no entry stands at the place */
#define LEFT_OUT -2 /* one that is not asked */
#define INDEX_BITS 16
#define COVERED 1u
#define OWN 2u
#define OUTSIDE 4u
#define HEADLINE 8u
#define IN_LEAD 16u
#define LEAD_COVERED 32u

static inline int64_t place_of(uint64_t entry)
{
    return (int64_t)(entry >> 24 & HEADING);
}

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
    int64_t mask = given[6].size - 1;
    uint64_t *entries = given[7].data;
    int64_t *offsets = given[8].data;
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
        for (int64_t i = 0; i < count; i++) {
            packed[found] = (uint64_t)(words[i] & 0xFFFFFF00u) << 32 | (uint64_t)i;
            found += !in_table(words[i], shift, empty, common, mask);
        }
        for (int64_t i = 0; i < title; i++) {
            packed[found] = (uint64_t)(heads[i] & 0xFFFFFF00u) << 32 | IN_HEADLINE;
            found += !in_table(heads[i], shift, empty, common, mask);
        }
        bucket_sort64(packed, ends, ordered, found, 64);
        for (int64_t k = 0; k < found; k++) {
            uint64_t group = ordered[k] >> 31, word = ordered[k] >> 40 << 40;
            bool begins = k == 0 || group != ordered[k - 1] >> 31;
            bool stops = k + 1 == found || group != ordered[k + 1] >> 31;
            bool heading = ordered[k] & IN_HEADLINE;
            if (!begins && (heading || !stops))
                continue;
            if (heading) {
                entries[done++] = word | (uint64_t)HEADING << 24;
                continue;
            }
            int64_t i = (int64_t)(ordered[k] & 0x7FFFFFFFu);
            uint32_t around = 0;
            if (count >= SHINGLE_WORDS) {
                int64_t at = i < count - SHINGLE_WORDS ? i : count - SHINGLE_WORDS;
                around = words[at];
                for (int step = 1; step < SHINGLE_WORDS; step++)
                    around = around * SHINGLE_BASE + words[at + step];
            }
            int64_t place = i < HEADING - 1 ? i : HEADING - 1;
            entries[done++] = word | (uint64_t)place << 24 | around >> 8;
        }
    }
    offsets[texts] = done;
    free(packed);
    free(ends);
    return done;
}

/* An ascending row of shingles, and where those begin that agree in their upper bits. */
typedef struct {
    const uint32_t *row;
    int64_t size;
    int32_t *begins;
    int bits;
} Indexed;

static void index_row(const uint32_t *row, int64_t size, Indexed *into)
{
    int bits = 1;
    while (bits < INDEX_BITS && (int64_t)1 << bits < size)
        bits++;
    int64_t at = 0;
    for (int64_t upper = 0; upper < (int64_t)1 << bits; upper++) {
        while (at < size && row[at] >> (32 - bits) < upper)
            at++;
        into->begins[upper] = (int32_t)at;
    }
    into->row = row;
    into->size = size;
    into->bits = bits;
}

/* Whether a row has a shingle whose upper 24 bits are a value. */
static inline bool has_upper(const Indexed *in, uint32_t value)
{
    int64_t at = in->begins[value >> (24 - in->bits)];
    while (at < in->size && in->row[at] >> 8 < value)
        at++;
    return at < in->size && in->row[at] >> 8 == value;
}

static void fill(int32_t *run, int64_t first, int64_t last, int32_t value)
{
    int64_t end = first + SHINGLE_WORDS < last + 1 ? first + SHINGLE_WORDS : last + 1;
    for (int64_t place = first; place < end; place++)
        run[place] = value;
}

/* Fills the distinct words of a story and what is to be said of each, beside the set of another; returns how many
   they are. `run`: room for a place and one more. */
static int64_t describe(const uint64_t *entries, int64_t size, const Indexed *mine, const Indexed *theirs,
                        int64_t stretch, int64_t lead_words, int32_t *run, uint32_t *words, uint8_t *flags,
                        int64_t *pieces)
{
    int64_t last = 0, begins = HEADING, found = 0, first = 0;
    bool inside = false;
    for (int64_t i = 0; i < size; i++)
        if (place_of(entries[i]) != HEADING && place_of(entries[i]) > last)
            last = place_of(entries[i]);
    for (int64_t place = 0; place <= last; place++)
        run[place] = NOTHING;
    for (int kept = 0; kept < 2; kept++)
        for (int64_t i = 0; i < size; i++) {
            int64_t place = place_of(entries[i]);
            uint32_t around = (uint32_t)entries[i] & 0xFFFFFFu;
            if (place == HEADING || (!around || has_upper(mine, around)) != kept)
                continue;
            if (!kept) {
                fill(run, place, last, LEFT_OUT);
                continue;
            }
            run[place] = 1;
            begins = place < begins ? place : begins;
        }
    for (int64_t i = 0; i < size; i++)
        if (place_of(entries[i]) != HEADING && has_upper(theirs, (uint32_t)entries[i] & 0xFFFFFFu))
            fill(run, place_of(entries[i]), last, 0);
    *pieces = 0;
    for (int64_t place = 0; place < last + 2; place++) {
        if (place <= last && run[place] >= 0) {
            *pieces += run[place] == 0 && !inside;
            inside = run[place] == 0;
        }
        if (place > last || run[place] == 0 || run[place] == LEFT_OUT) {
            for (int64_t k = first; k < place; k++)
                run[k] = (int32_t)(place - first);
            first = place + 1;
        }
    }
    for (int64_t i = 0; i < size; i++) {
        uint32_t word = (uint32_t)(entries[i] >> 40);
        int64_t place = place_of(entries[i]);
        uint8_t said = OUTSIDE;
        if (place == HEADING) {
            said |= HEADLINE;
        } else {
            if (run[place] == LEFT_OUT)
                continue;
            if (run[place] == 0)
                said = COVERED;
            else if (run[place] >= stretch)
                said |= OWN;
            if (place - begins < lead_words)
                said |= run[place] == 0 ? IN_LEAD | LEAD_COVERED : IN_LEAD;
        }
        if (found && words[found - 1] == word) {
            flags[found - 1] |= said;
        } else {
            words[found] = word;
            flags[found++] = said;
        }
    }
    return found;
}

/* Counts the words of one story beside those of the other. */
static void compare_words(const uint32_t *words, const uint8_t *flags, int64_t size, const uint32_t *others,
                          const uint8_t *of_others, int64_t count, int64_t *found)
{
    int64_t at = 0;
    for (int64_t i = 0; i < size; i++) {
        while (at < count && others[at] < words[i])
            at++;
        bool known = at < count && others[at] == words[i];
        bool apart = flags[i] & OWN, recurs = flags[i] & COVERED;
        found[0] += apart;
        found[1] += apart && recurs;
        found[2] += apart && !recurs && known && of_others[at] & OUTSIDE;
        found[3] += !!(flags[i] & HEADLINE);
        found[4] += flags[i] & HEADLINE && known;
        found[5] += !!(flags[i] & IN_LEAD);
        found[6] += flags[i] & IN_LEAD && known;
        found[7] += !!(flags[i] & LEAD_COVERED);
    }
}

/* Fills the nine counts of either side of each pair. */
static int64_t vocabulary_counts(const Argument *given)
{
    const uint64_t *entries = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data;
    const uint32_t *hashes = given[3].data;
    const int64_t *set_starts = given[4].data, *set_ends = given[5].data, *pairs = given[6].data;
    int64_t stretch = given[7].whole, lead_words = given[8].whole, *found = given[9].data, longest = 1;
    for (int64_t k = 0; k < given[6].size; k++) {
        int64_t size = ends[pairs[k]] - starts[pairs[k]];
        longest = size > longest ? size : longest;
    }
    int32_t *run = malloc((HEADING + SHINGLE_WORDS + 1) * sizeof *run);
    uint32_t *words[2] = {malloc((size_t)(2 * longest) * sizeof **words), NULL};
    uint8_t *flags[2] = {malloc((size_t)(2 * longest)), NULL};
    Indexed sets[2] = {{.begins = malloc((2 << INDEX_BITS) * sizeof *sets[0].begins)}};
    int64_t last = -1;
    if (!run || !words[0] || !flags[0] || !sets[0].begins) {
        free(sets[0].begins);
        free(run);
        free(words[0]);
        free(flags[0]);
        return NO_MEMORY;
    }
    words[1] = words[0] + longest;
    flags[1] = flags[0] + longest;
    sets[1].begins = sets[0].begins + (1 << INDEX_BITS);
    memset(found, 0, (size_t)given[6].size * 9 * sizeof *found);
    for (int64_t k = 0; k < given[6].size; k += 2) {
        int64_t size[2];
        for (int s = pairs[k] == last; s < 2; s++) {
            int64_t start = set_starts[pairs[k + s]];
            index_row(hashes + start, set_ends[pairs[k + s]] - start, sets + s);
        }
        last = pairs[k];
        for (int s = 0; s < 2; s++) {
            int64_t a = pairs[k + s];
            size[s] = describe(entries + starts[a], ends[a] - starts[a], sets + s, sets + 1 - s, stretch, lead_words, run,
                               words[s], flags[s], found + 9 * (k + s) + 8);
        }
        for (int s = 0; s < 2; s++)
            compare_words(words[s], flags[s], size[s], words[1 - s], flags[1 - s], size[1 - s], found + 9 * (k + s));
    }
    free(sets[0].begins);
    free(run);
    free(words[0]);
    free(flags[0]);
    return 0;
}
