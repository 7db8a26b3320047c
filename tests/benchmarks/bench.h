/* bench.h - what the benchmarks in C share: interleaved pairs, one line of JSON
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#define BENCH_PAIRS 5

/* both sides run in turn, so that what else the machine does hits both */
typedef struct
{
  double ours[BENCH_PAIRS];
  double limit[BENCH_PAIRS];
} BenchPairs;

static inline int
bench_compare (const void *a, const void *b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

static inline double
bench_median (const double values[BENCH_PAIRS])
{
  double sorted[BENCH_PAIRS];

  memcpy (sorted, values, sizeof sorted);
  qsort (sorted, BENCH_PAIRS, sizeof *sorted, bench_compare);

  return sorted[BENCH_PAIRS / 2];
}

/* largest less smallest, by the median */
static inline double
bench_spread (const double values[BENCH_PAIRS])
{
  double sorted[BENCH_PAIRS];

  memcpy (sorted, values, sizeof sorted);
  qsort (sorted, BENCH_PAIRS, sizeof *sorted, bench_compare);

  return (sorted[BENCH_PAIRS - 1] - sorted[0]) / sorted[BENCH_PAIRS / 2];
}

/* ratio: median of ours / limit, pair by pair */
static inline void
bench_print (const char *name, const char *unit, const BenchPairs *pairs,
             const char *more)
{
  double ratios[BENCH_PAIRS];

  for (guint i = 0; i < BENCH_PAIRS; i++)
    ratios[i] = pairs->ours[i] / pairs->limit[i];
  g_print ("{\"benchmark\":\"%s\",\"unit\":\"%s\",\"ours\":%.2f,"
           "\"limit\":%.2f,\"ratio\":%.3f,\"spread_ours\":%.3f,"
           "\"spread_limit\":%.3f,\"spread_ratio\":%.3f%s}\n",
           name, unit, bench_median (pairs->ours), bench_median (pairs->limit),
           bench_median (ratios), bench_spread (pairs->ours),
           bench_spread (pairs->limit), bench_spread (ratios), more);
}
