/* `match/clustering.py`: components and spanning trees. */

/* The root of a story, with the way to it halved. */
static inline int64_t root_of(int64_t *labels, int64_t story)
{
    while (labels[story] != story) {
        int64_t above = labels[labels[story]];
        labels[story] = above;
        story = above;
    }
    return story;
}

/* Names the components of pairs, given labels that name each story by itself. */
static int64_t unite(const Argument *given)
{
    const int64_t *pairs = given[0].data;
    int64_t *labels = given[1].data;
    for (int64_t k = 0; k < given[0].size; k += 2) {
        int64_t a = root_of(labels, pairs[k]), b = root_of(labels, pairs[k + 1]);
        labels[a > b ? a : b] = a < b ? a : b;
    }
    for (int64_t story = 0; story < given[1].size; story++) /* a label is smaller, so it is settled before */
        labels[story] = labels[labels[story]];
    return 0;
}

/* Fills the parents in a spanning tree that takes pairs in their order.

   Besides pairs and roots it gets columns to work in: `group` (n, each story by itself), `first`, `parent` (n)
   and `to`, `after` (2 n), all -1: the ends of the tree's edges, linked from story to story. */
static int64_t span(const Argument *given)
{
    const int64_t *pairs = given[0].data, *roots = given[1].data;
    int64_t *group = given[2].data, *first = given[3].data, *to = given[4].data, *after = given[5].data;
    int64_t *parent = given[6].data, edges = 0;
    for (int64_t k = 0; k < given[0].size; k += 2) {
        int64_t a = pairs[k], b = pairs[k + 1], x = root_of(group, a), y = root_of(group, b);
        if (x == y)
            continue;
        group[x > y ? x : y] = x < y ? x : y;
        to[edges] = b;
        after[edges] = first[a];
        first[a] = edges++;
        to[edges] = a;
        after[edges] = first[b];
        first[b] = edges++;
    }
    for (int64_t k = 0; k < given[1].size; k++)
        for (int64_t story = roots[k]; story >= 0;) { /* down an edge that was not taken yet, else up again */
            int64_t edge = first[story];
            if (edge < 0) {
                story = parent[story];
                continue;
            }
            first[story] = after[edge];
            if (to[edge] != parent[story]) {
                parent[to[edge]] = story;
                story = to[edge];
            }
        }
    return 0;
}
