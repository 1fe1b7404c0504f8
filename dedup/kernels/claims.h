/* `match/claims.py`: numbers, names, days and negations with the two words on either side. */

#define VALUE 1
#define NEGATOR 2
#define AUXILIARY 3
#define CONTRACTED 4
#define NEGATED 5
#define CALENDAR 6

#define MASK 1u
#define PLAIN_WORDS 2
#define PLAIN_POLARITY 2u
#define NEGATIVE_POLARITY 3u
#define PENDING 4u

#define BLANK_LINE 2

#define HASHED_AT_ONCE 8 /* words: a vector of AVX-512, two of AVX2 */

/* What each UTF-16 unit is, its lower case, and the words that claims turn on. */
typedef struct {
    const uint8_t *kinds;
    const uint16_t *lower;
    const uint64_t *keys;
    const uint8_t *sorts;
    const uint64_t *bases;
    uint64_t mask, letter_t;
} Lexicon;

/* Writes a text in lower case as UTF-16, up to 64 units more than it has. */
static void lower_case(const uint8_t *text, int64_t units, bool wide, const uint16_t *lower, uint16_t *into)
{
    for (int64_t at = 0; at < units; at += 64) {
        uint16_t *restrict to = into + at;
        if (wide) {
            const uint8_t *from = text + 2 * at;
            memcpy(to, from, 128);
            for (int k = 0; k < 64; k++)
                to[k] = (uint16_t)(to[k] - 'A') < 26 ? to[k] | 0x20 : to[k];
            for (uint64_t beyond = ~within_units(from, 0, 0x80); beyond; beyond &= beyond - 1)
                to[lowest_bit(beyond)] = lower[to[lowest_bit(beyond)]];
        } else {
            const uint8_t *restrict from = text + at;
            for (int k = 0; k < 64; k++)
                to[k] = (uint8_t)(from[k] - 'A') < 26 ? from[k] | 0x20 : from[k];
        }
    }
}

/* Writes where the words of a text begin and end; returns how many there are. A character of a script without
   spaces is one by itself; a number such as 3,000.5 or 10:30 is one. */
static int64_t find_words(
    const uint8_t *text, int64_t units, bool wide, const uint8_t *kinds, int32_t *starts, int32_t *ends)
{
    int64_t begun = 0, ended = 0, count = 0;
    uint64_t before = 0, alone_before = 0;
    for (int64_t at = 0; at < units; at += 64) {
        const uint8_t *from = text + (wide ? 2 * at : at);
        uint64_t upper, digit, alone = 0, inside = classes_of(from, wide, kinds, &upper, &digit);
        if (wide)
            for (uint64_t beyond = inside & ~within_units(from, 0, 0x80); beyond; beyond &= beyond - 1)
                if (kinds[load16(from + 2 * lowest_bit(beyond))] & ALONE)
                    alone |= beyond & (~beyond + 1);
        if (units - at < 64)
            inside &= ((uint64_t)1 << (units - at)) - 1;
        uint64_t previous = inside << 1 | before;
        uint64_t begins = inside & (~previous | alone | alone << 1 | alone_before);
        uint64_t stops = previous & (~inside | begins);
        before = inside >> 63;
        alone_before = alone >> 63;
        for (; begins; begins &= begins - 1)
            starts[begun++] = (int32_t)(at + lowest_bit(begins));
        for (; stops; stops &= stops - 1)
            ends[ended++] = (int32_t)(at + lowest_bit(stops));
    }
    if (ended < begun)
        ends[ended] = (int32_t)units;
    for (int64_t k = 0; k < begun; k++) {
        starts[count] = starts[k];
        if ((kinds[unit_at(text, starts[k], wide)] & (DIGIT | ALONE)) == DIGIT)
            for (; k + 1 < begun && starts[k + 1] == ends[k] + 1; k++) {
                unsigned between = unit_at(text, ends[k], wide);
                bool separates = between == ',' || between == '.' || between == ':';
                if (!separates || (kinds[unit_at(text, starts[k + 1], wide)] & (DIGIT | ALONE)) != DIGIT)
                    break;
            }
        ends[count++] = ends[k];
    }
    return count;
}

/* Fills hashes of 48 bits of words in lower case. Reads three units beyond the text, and needs room for
   HASHED_AT_ONCE words more. */
static void hash_fact_words(const uint16_t *lower, int32_t *starts, int32_t *ends, int64_t count, uint64_t *hashes)
{
#if defined(__GNUC__) || defined(__clang__) /* some at once: what one takes to multiply, all take */
    typedef uint64_t Eight __attribute__((vector_size(8 * HASHED_AT_ONCE)));
    memset(starts + count, 0, HASHED_AT_ONCE * sizeof *starts);
    memset(ends + count, 0, HASHED_AT_ONCE * sizeof *ends);
    for (int64_t i = 0; i < count; i += HASHED_AT_ONCE) {
        Eight state = {0}, size = {0}, four = {0};
        uint64_t longest = 0;
        for (int k = 0; k < HASHED_AT_ONCE; k++) {
            state[k] = FNV_START;
            size[k] = (uint64_t)(ends[i + k] - starts[i + k]);
            longest = size[k] > longest ? size[k] : longest;
        }
        for (uint64_t done = 0; done < longest; done += 4) {
            for (int k = 0; k < HASHED_AT_ONCE; k++)
                four[k] = load64((const uint8_t *)(lower + starts[i + k] + (done < size[k] ? done : 0)));
            for (unsigned step = 0; step < 4; step++) {
                Eight next = (state ^ (four >> 16 * step & 0xFFFF)) * FNV_PRIME;
                Eight inside = (Eight)(done + step < size);
                state = (next & inside) | (state & ~inside);
            }
        }
        state = state * MIXER >> 16;
        memcpy(hashes + i, &state, sizeof state);
    }
#else
    for (int64_t i = 0; i < count; i++) {
        uint64_t state = FNV_START;
        for (int32_t k = starts[i]; k < ends[i]; k++)
            state = (state ^ lower[k]) * FNV_PRIME;
        hashes[i] = state * MIXER >> 16;
    }
#endif
}

/* Whether a blank line stands between two places of a text. */
static bool parts_paragraphs(const uint8_t *text, int64_t from, int64_t to, bool wide)
{
    int breaks = 0;
    for (int64_t at = from; at < to; at++)
        breaks += unit_at(text, at, wide) == '\n';
    return breaks >= BLANK_LINE;
}

/* Writes what stands for each word in contexts, from place 2 on with nothing around, and its value; returns how
   many words there are. */
static int64_t stream_of(
    const uint8_t *text,
    bool wide,
    const Lexicon *lexicon,
    const int32_t *starts,
    const int32_t *ends,
    const uint64_t *hashes,
    int64_t count,
    uint64_t *words,
    uint64_t *values)
{
    int64_t n = 2, end = 0;
    bool negated = false, date = false, counted = false;
    words[0] = words[1] = 0;
    for (int64_t word = 0; word < count; word++) {
        uint8_t first = lexicon->kinds[unit_at(text, starts[word], wide)], kind;
        uint64_t hash = hashes[word], base = hash >> 16, slot = slot_of(lexicon->keys, lexicon->mask, hash);
        unsigned unit = unit_at(text, end, wide), between = word && starts[word] == end + 1 ? unit : 0;
        if (n > 2 && starts[word] > end + 1 && parts_paragraphs(text, end, starts[word], wide)) {
            words[n] = words[n + 1] = 0;
            values[n] = values[n + 1] = 0;
            n += 2;
            negated = date = counted = false;
        }
        end = ends[word];
        if (!lexicon->keys[slot] && hash != lexicon->letter_t && !(date && first & DIGIT)) { /* an ordinary word */
            bool is_value = first & DIGIT || (between == ' ' && first & CAPITAL);
            words[n] = is_value ? MASK : base;
            values[n++] = is_value ? base : 0;
            negated = date = counted = false;
            continue;
        }
        kind = lexicon->sorts[slot];
        base = lexicon->keys[slot] ? lexicon->bases[slot] : base;
        if (kind == NEGATOR) {
            negated = true;
            if (n > 2 && values[n - 1] == PLAIN_POLARITY)
                values[n - 1] = NEGATIVE_POLARITY;
            continue;
        }
        if (hash == lexicon->letter_t && n > 2 && values[n - 1] == PENDING) {
            values[n - 1] = NEGATIVE_POLARITY;
            negated = false;
            continue;
        }
        if (counted && kind == VALUE && between == '-') { /* twenty-three */
            values[n - 1] ^= base;
            date = negated = false;
            continue;
        }
        words[n] = base;
        values[n] = 0;
        if (kind == AUXILIARY || kind == NEGATED) {
            values[n] = kind == NEGATED || negated ? NEGATIVE_POLARITY : PLAIN_POLARITY;
        } else if (kind == CONTRACTED) {
            values[n] = PENDING;
        } else if (date && first & DIGIT) { /* June 12 is 12 June */
            words[n] = MASK;
            values[n] = values[n - 1];
            values[n - 1] = base;
        } else if (kind == VALUE || kind == CALENDAR || first & DIGIT || (between == ' ' && first & CAPITAL)) {
            words[n] = MASK;
            values[n] = base;
        }
        n++;
        date = kind == CALENDAR;
        counted = kind == VALUE;
        negated = false;
    }
    words[n] = words[n + 1] = 0;
    return n - 2;
}

/* Drops contexts with several values from sorted claims; returns how many are left. */
static int64_t settled(uint64_t *found, int64_t size)
{
    int64_t kept = 0;
    for (int64_t i = 0, j; i < size; i = j) {
        for (j = i; j < size && found[j] >> 32 == found[i] >> 32; j++)
            ;
        if (found[j - 1] == found[i])
            found[kept++] = found[i];
    }
    return kept;
}

/* Claims of texts `source[begins[i]:ends[i]]` (ASCII; UTF-16 if wide), context << 32 | value, ascending within a
   text; returns how many there are. */
static int64_t claims(const Argument *given)
{
    const uint8_t *source = given[0].data;
    const int64_t *begins = given[1].data, *text_ends = given[2].data;
    const bool *wide = given[3].data;
    Lexicon lexicon = {given[4].data, given[5].data, given[6].data, given[7].data, given[8].data, 0, 0};
    lexicon.mask = (uint64_t)given[6].size - 1;
    lexicon.letter_t = (FNV_START ^ 't') * FNV_PRIME * MIXER >> 16;
    uint64_t *found = given[9].data;
    int64_t *offsets = given[10].data;
    int64_t texts = given[3].size, longest = 0, n = 0;
    for (int64_t text = 0; text < texts; text++)
        if ((text_ends[text] - begins[text]) >> wide[text] > longest)
            longest = (text_ends[text] - begins[text]) >> wide[text];
    size_t room = (size_t)longest + 64 + HASHED_AT_ONCE;
    uint64_t *hashes = malloc(4 * room * sizeof *hashes);
    int32_t *starts = malloc(2 * room * sizeof *starts);
    uint16_t *lower = malloc(room * sizeof *lower);
    int32_t *buckets = malloc(((1 << MOST_BUCKET_BITS) + 1) * sizeof *buckets);
    if (!hashes || !starts || !lower || !buckets) {
        free(hashes);
        free(starts);
        free(lower);
        free(buckets);
        return NO_MEMORY;
    }
    uint64_t *words = hashes + room, *values = words + room, *packed = values + room;
    int32_t *ends = starts + room;
    for (int64_t text = 0; text < texts; text++) {
        const uint8_t *from = source + begins[text];
        int64_t units = (text_ends[text] - begins[text]) >> wide[text], packs = 0;
        lower_case(from, units, wide[text], lexicon.lower, lower);
        int64_t count = find_words(from, units, wide[text], lexicon.kinds, starts, ends);
        hash_fact_words(lower, starts, ends, count, hashes);
        count = stream_of(from, wide[text], &lexicon, starts, ends, hashes, count, words, values);
        offsets[text] = n;
        for (int64_t i = 2; i < count + 2; i++) {
            if (values[i] == 0 || values[i] == PENDING)
                continue;
            uint64_t around[] = {words[i - 2], words[i - 1], words[i + 1], words[i + 2]}, state = FNV_START;
            int plain = 0;
            for (int k = 0; k < 4; k++) {
                state = (state ^ around[k]) * FNV_PRIME;
                plain += around[k] > MASK;
            }
            packed[packs] = (state * MIXER & ~(uint64_t)0xFFFFFFFF) | values[i];
            packs += plain >= PLAIN_WORDS;
        }
        bucket_sort64(packed, buckets, found + n, packs, 64);
        n += settled(found + n, packs);
    }
    offsets[texts] = n;
    free(hashes);
    free(starts);
    free(lower);
    free(buckets);
    return n;
}
