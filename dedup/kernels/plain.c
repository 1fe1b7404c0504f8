/* The kernels in plain C. */
#define LEVEL 0
#define TABLE plain_kernels
#include "kernels.h"
