/* All kernels of one level, and the table of them. */
#include "native.h"

#include "vectors.h"

#include "sorts.h"

#include "text.h"

#include "facts.h"

#include "claims.h"

#include "sets.h"

#include "vocabulary.h"

#include "survey.h"

#include "graph.h"

Kernel *const TABLE[] = {KERNELS(WITH_COMMA)};
