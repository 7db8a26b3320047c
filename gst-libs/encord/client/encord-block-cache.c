/* client/encord-block-cache.c - the bytes of a file that were read lately
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-block-cache-private.h>
#include <string.h>

typedef struct
{
  guint8 *bytes; /* NULL: not used yet */
  goffset start;
  gsize length;
  guint64 used; /* in ticks */
} Block;

struct _EncordBlockCache
{
  Block blocks[ENCORD_BLOCK_CACHE_BLOCKS];
  guint64 ticks;

  Block *prepared;
  gsize prepared_at; /* within its block */
};

EncordBlockCache *
encord_block_cache_new (void)
{
  return g_new0 (EncordBlockCache, 1);
}

void
encord_block_cache_free (EncordBlockCache *self)
{
  for (guint i = 0; i < ENCORD_BLOCK_CACHE_BLOCKS; i++)
    g_free (self->blocks[i].bytes);
  g_free (self);
}

static goffset
start_of (goffset position)
{
  return position - position % ENCORD_BLOCK_SIZE;
}

/* nullable */
static Block *
find (EncordBlockCache *self, goffset position)
{
  const goffset start = start_of (position);

  for (guint i = 0; i < ENCORD_BLOCK_CACHE_BLOCKS; i++)
    if (self->blocks[i].bytes != NULL && self->blocks[i].start == start)
      return &self->blocks[i];

  return NULL;
}

static Block *
make (EncordBlockCache *self, goffset position)
{
  Block *block = &self->blocks[0];

  for (guint i = 1; i < ENCORD_BLOCK_CACHE_BLOCKS; i++)
    if (self->blocks[i].used < block->used)
      block = &self->blocks[i];
  if (block->bytes == NULL)
    block->bytes = g_malloc (ENCORD_BLOCK_SIZE);
  block->start = start_of (position);
  block->length = 0;

  return block;
}

gsize
encord_block_cache_read (EncordBlockCache *self, goffset position, void *buffer,
                         gsize count)
{
  Block *block = find (self, position);
  gsize at;

  if (block == NULL)
    return 0;
  at = (gsize) (position - block->start);
  if (at >= block->length)
    return 0;
  count = MIN (count, block->length - at);
  memcpy (buffer, block->bytes + at, count);
  block->used = ++self->ticks;

  return count;
}

goffset
encord_block_cache_get_missing (EncordBlockCache *self, goffset position)
{
  const Block *block = find (self, position);

  return start_of (position) + (block != NULL ? (goffset) block->length : 0);
}

void *
encord_block_cache_prepare (EncordBlockCache *self, goffset position,
                            gsize *ret_room)
{
  Block *block = find (self, position);

  if (block == NULL)
    block = make (self, position);
  block->used = ++self->ticks;
  self->prepared = block;
  self->prepared_at = (gsize) (position - block->start);
  g_assert (self->prepared_at <= block->length);
  *ret_room = ENCORD_BLOCK_SIZE - self->prepared_at;

  return block->bytes + self->prepared_at;
}

void
encord_block_cache_commit (EncordBlockCache *self, gsize count)
{
  Block *block = self->prepared;

  block->length = MAX (block->length, self->prepared_at + count);
}
