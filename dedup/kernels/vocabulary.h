/* `sketch/vocabulary.py`: content words, where they stand, and whether a passage belongs to what two stories
   report. */

#define HEADING 0xFFFF      /* place of a word of the headline */
#define IN_HEADLINE (1u << 31)
#define UPPER 0xFFFFFFu     /* bits of a shingle that an entry keeps */
#define WORD_BITS 24
#define MOST_BLOCKS ((HEADING >> 6) + 1)
#define COVERED 1u          /* what is to be said of a place, and of a word; nothing of what is left out */
#define OWN 2u
#define OUTSIDE 4u
#define HEADLINE 8u
#define IN_LEAD 16u
#define LEAD_COVERED 32u
#define SIDES 16            /* stories that are kept as they are compared, some 40 KB each */
#define DROPPED 2u          /* what is to be said of the shingle that begins at a place */
#define KEPT 3u

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

/* A story as it is compared: its shingles in places where they are looked up; its entries in the text; its distinct
   words; for each place in the text whether an entry stands there that counts (`alone`) or whether what begins there
   or just before is left out; then what is found beside another story. */
typedef struct {
    Places set;
    uint32_t *row, *around, *words;
    int64_t entries, count, last, begins, pieces;
    int32_t *word_of, *slots; /* slots: the first word with these upper bits, or the one behind the last */
    int shift;
    uint16_t *place;
    uint8_t *heading, *flags, *hit, *state;
    uint64_t *alone, *left_out, *covered, *apart;
} Side;

/* Makes room for stories of up to so many entries and shingles, to be freed by `free_side`. */
static bool make_side(Side *side, int64_t entries, int64_t shingles)
{
    size_t many = (size_t)entries + 1, places = (size_t)64 * MOST_BLOCKS;
    side->row = malloc(((size_t)shingles + 1) * sizeof(uint32_t));
    side->slots = malloc(sizeof *side->slots << place_bits(entries));
    side->around = malloc(many * (3 * sizeof(uint32_t) + sizeof(uint16_t) + 2));
    side->alone = malloc(4 * MOST_BLOCKS * sizeof(uint64_t) + 2 * places);
    if (!side->row || !side->slots || !side->around || !side->alone)
        return false;
    side->words = side->around + many;
    side->word_of = (int32_t *)(side->words + many);
    side->place = (uint16_t *)(side->word_of + many);
    side->heading = (uint8_t *)(side->place + many);
    side->flags = side->heading + many;
    side->left_out = side->alone + MOST_BLOCKS;
    side->covered = side->left_out + MOST_BLOCKS;
    side->apart = side->covered + MOST_BLOCKS;
    side->hit = (uint8_t *)(side->apart + MOST_BLOCKS);
    side->state = side->hit + places;
    return make_places(&side->set, shingles);
}

static void free_side(Side *side)
{
    free(side->row);
    free(side->slots);
    free(side->around);
    free(side->alone);
    free(side->set.first);
}

/* The first place from `at` on, below `limit`, whose bit is as wanted; else the limit. */
static int64_t next_bit(const uint64_t *bits, int64_t at, int64_t limit, bool wanted)
{
    while (at < limit) {
        uint64_t block = (wanted ? bits[at >> 6] : ~bits[at >> 6]) >> (at & 63);
        if (block) {
            at += lowest_bit(block);
            return at < limit ? at : limit;
        }
        at = (at | 63) + 1;
    }
    return limit;
}

/* The bits of a block of places that a shingle covers which begins at a marked one, there or in the block before. */
static inline uint64_t reach(uint64_t before, uint64_t begins)
{
    uint64_t found = begins;
    for (int step = 1; step < SHINGLE_WORDS; step++)
        found |= begins << step | before >> (64 - step);
    return found;
}

/* Copies an ascending row without what another, which it contains, has; returns what is left. */
static int64_t row_without(const uint32_t *row, int64_t size, const uint32_t *gone, int64_t count, uint32_t *into)
{
    int64_t at = 0, left = 0;
    for (int64_t i = 0; i < size; i++) {
        bool drop = at < count && gone[at] == row[i];
        into[left] = row[i];
        left += !drop;
        at += drop;
    }
    return left;
}

/* Finds places for words by their upper bits. */
static void index_words(Side *side)
{
    int64_t count = side->count, bits = place_bits(count) < WORD_BITS ? place_bits(count) : WORD_BITS;
    const uint32_t *restrict words = side->words;
    int32_t *restrict slots = side->slots;
    int shift = WORD_BITS - (int)bits;
    for (int64_t slot = 0; slot < (int64_t)1 << bits; slot++)
        slots[slot] = (int32_t)count;
    for (int64_t i = count - 1; i >= 0; i--)
        slots[words[i] >> shift] = (int32_t)i;
    side->words[count] = UINT32_MAX;
    side->shift = shift;
}

/* Takes the entries of a story. */
static void describe(const uint64_t *entries, int64_t size, const uint32_t *row, int64_t shingles, Side *side)
{
    uint32_t *restrict words = side->words, *restrict around = side->around;
    int32_t *restrict word_of = side->word_of;
    uint16_t *restrict place = side->place;
    uint8_t *restrict heading = side->heading, *restrict hit = side->hit;
    uint32_t before = UINT32_MAX;
    int64_t found = 0, count = 0, last = 0, begins = HEADING;
    for (int64_t i = 0; i < size; i++) {
        uint64_t entry = entries[i];
        uint32_t word = (uint32_t)(entry >> 40), at = entry >> 24 & HEADING;
        bool headed = at == HEADING;
        count += word != before;
        before = word;
        words[count - 1] = word;
        heading[count - 1] = headed ? HEADLINE | OUTSIDE : 0; /* of the entries of a word the headline is the last */
        around[found] = (uint32_t)entry & UPPER;
        place[found] = (uint16_t)at;
        word_of[found] = (int32_t)(count - 1);
        found += !headed;
        last = !headed && at > last ? at : last;
    }
    int64_t blocks = (last >> 6) + 1;
    place_row(row, shingles, 8, &side->set);
    const uint32_t *restrict first = side->set.first, *restrict second = side->set.second;
    int shift = side->set.shift;
    memset(hit, 0, (size_t)blocks * 64);
    for (int64_t i = 0; i < found; i++)
        hit[place[i]] |= !around[i] | is_placed(around[i], first, second, shift) ? KEPT : DROPPED;
    for (int64_t k = 0; k < side->set.few; k++)
        for (int64_t i = 0; i < found; i++)
            if (around[i] == side->set.crowded[k])
                hit[place[i]] = KEPT;
    uint64_t dropped_before = 0;
    for (int64_t k = 0; k < blocks; k++) {
        uint64_t alone = within_bytes(hit + 64 * k, KEPT, 1), dropped = within_bytes(hit + 64 * k, DROPPED, 1);
        side->alone[k] = alone;
        side->left_out[k] = reach(dropped_before, dropped) & ~alone;
        dropped_before = dropped;
        if (alone && begins == HEADING)
            begins = 64 * k + lowest_bit(alone);
    }
    side->entries = found;
    side->count = count;
    side->last = last;
    side->begins = begins;
    index_words(side);
}

/* Says of each place and of each word of a story what it is beside the set of another. */
static void set_beside(Side *side, const Places *theirs, int64_t stretch, int64_t lead_words)
{
    int64_t places = side->last + 1, blocks = (side->last >> 6) + 1, entries = side->entries, pieces = 0;
    const uint32_t *restrict around = side->around, *restrict first = theirs->first, *restrict second = theirs->second;
    const uint16_t *restrict place = side->place;
    const int32_t *restrict word_of = side->word_of;
    uint64_t *covered = side->covered, *apart = side->apart;
    uint8_t *restrict hit = side->hit, *restrict state = side->state, *restrict flags = side->flags;
    int shift = theirs->shift;
    memset(hit, 0, (size_t)blocks * 64);
    for (int64_t i = 0; i < entries; i++)
        hit[place[i]] |= is_placed(around[i], first, second, shift);
    for (int64_t k = 0; k < theirs->few; k++)
        for (int64_t i = 0; i < entries; i++)
            hit[place[i]] |= around[i] == theirs->crowded[k];
    uint64_t before = 0;
    for (int64_t k = 0; k < blocks; k++) {
        uint64_t begin = within_bytes(hit + 64 * k, 1, 255);
        covered[k] = reach(before, begin);
        apart[k] = covered[k] | side->left_out[k];
        before = begin;
    }
    bool inside = false;
    for (int64_t at = 0, end; at < places; at = end) {
        if (covered[at >> 6] >> (at & 63) & 1) {
            end = next_bit(covered, at, places, false);
            memset(state + at, COVERED, (size_t)(end - at));
            pieces += !inside;
            inside = true;
        } else if (apart[at >> 6] >> (at & 63) & 1) {
            end = at + 1;
            state[at] = 0;
        } else {
            end = next_bit(apart, at, places, true);
            memset(state + at, end - at >= stretch ? OWN | OUTSIDE : OUTSIDE, (size_t)(end - at));
            inside = inside && next_bit(side->alone, at, end, true) == end;
        }
    }
    int64_t lead = side->begins + lead_words < places ? side->begins + lead_words : places;
    for (int64_t at = 0; at < lead; at++)
        state[at] |= state[at] & COVERED ? IN_LEAD | LEAD_COVERED : state[at] ? IN_LEAD : 0;
    memcpy(flags, side->heading, (size_t)side->count);
    for (int64_t i = 0; i < entries; i++)
        flags[word_of[i]] |= state[place[i]];
    side->pieces = pieces;
}

/* Counts the words of one story beside those of the other. */
static void compare_words(const Side *side, const Side *other, int64_t *found)
{
    const uint32_t *restrict words = side->words, *restrict others = other->words;
    const uint8_t *restrict flags = side->flags, *restrict of_others = other->flags;
    const int32_t *restrict slots = other->slots;
    int shift = other->shift;
    int64_t own = 0, recurring = 0, said = 0, headed = 0, head_known = 0, leading = 0, lead_known = 0, lead_covered = 0;
    for (int64_t i = 0; i < side->count; i++) {
        uint8_t of_word = flags[i], there = 0;
        if (!(of_word & (OWN | HEADLINE | IN_LEAD)))
            continue;
        int64_t at = slots[words[i] >> shift];
        while (others[at] < words[i])
            at++;
        if (others[at] == words[i])
            there = of_others[at];
        bool apart = of_word & OWN, recurs = of_word & COVERED, head = of_word & HEADLINE, lead = of_word & IN_LEAD;
        own += apart;
        recurring += apart & recurs;
        said += apart & !recurs & !!(there & OUTSIDE);
        headed += head;
        head_known += head & !!there;
        leading += lead;
        lead_known += lead & !!there;
        lead_covered += !!(of_word & LEAD_COVERED);
    }
    int64_t counted[] = {own, recurring, said, headed, head_known, leading, lead_known, lead_covered, side->pieces};
    memcpy(found, counted, sizeof counted);
}

/* Fills the nine counts of either side of each pair of stories, of whose sets another row each is left out, or
   nothing where there are no such rows. */
static int64_t vocabulary_counts(const Argument *given)
{
    const uint64_t *entries = given[0].data;
    const int64_t *starts = given[1].data, *ends = given[2].data;
    const uint32_t *hashes = given[3].data;
    const int64_t *set_starts = given[4].data, *set_ends = given[5].data;
    const uint32_t *gone = given[6].data;
    const int64_t *gone_starts = given[7].data, *gone_ends = given[8].data, *pairs = given[9].data;
    bool less = given[7].size > 0;
    int64_t stretch = given[10].whole, lead_words = given[11].whole, *found = given[12].data;
    int64_t longest = 0, largest = 0;
    for (int64_t k = 0; k < given[9].size; k++) {
        int64_t size = ends[pairs[k]] - starts[pairs[k]], shingles = set_ends[pairs[k]] - set_starts[pairs[k]];
        longest = size > longest ? size : longest;
        largest = shingles > largest ? shingles : largest;
    }
    Side held[SIDES] = {{.row = NULL}}, *side[2];
    int64_t story[SIDES], result = 0;
    int next = 0, taken = -1;
    for (int k = 0; k < SIDES; k++) {
        story[k] = -1;
        result = make_side(held + k, longest, largest) ? result : NO_MEMORY;
    }
    for (int64_t k = 0; k < given[9].size && !result; k += 2) {
        for (int s = 0; s < 2; s++) {
            int64_t a = pairs[k + s], size = set_ends[a] - set_starts[a];
            int at = 0;
            while (at < SIDES && story[at] != a)
                at++;
            if (at < SIDES) {
                side[s] = held + at;
                taken = at;
                continue;
            }
            next = s && next == taken ? (next + 1) % SIDES : next;
            at = taken = next;
            next = (next + 1) % SIDES;
            side[s] = held + at;
            story[at] = a;
            const uint32_t *row = hashes + set_starts[a];
            if (less && gone_ends[a] > gone_starts[a]) {
                size = row_without(row, size, gone + gone_starts[a], gone_ends[a] - gone_starts[a], side[s]->row);
                row = side[s]->row;
            }
            describe(entries + starts[a], ends[a] - starts[a], row, size, side[s]);
        }
        for (int s = 0; s < 2; s++)
            set_beside(side[s], &side[1 - s]->set, stretch, lead_words);
        for (int s = 0; s < 2; s++)
            compare_words(side[s], side[1 - s], found + 9 * (k + s));
    }
    for (int k = 0; k < SIDES; k++)
        free_side(held + k);
    return result;
}
