/* client/encord-block-cache-private.h - the bytes of a file that were read lately
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* small enough to begin a request at the start of the block where a reader jumps
 * to, large enough for an index or for several pictures */
#define ENCORD_BLOCK_SIZE (64 * 1024)
#define ENCORD_BLOCK_CACHE_BLOCKS 32 /* 2 MiB */

/* Keeps whole blocks, each from its start up to as far as it has come, and gives
 * up the one that was not used for longest. */
typedef struct _EncordBlockCache EncordBlockCache;

EncordBlockCache *encord_block_cache_new (void);
void encord_block_cache_free (EncordBlockCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordBlockCache, encord_block_cache_free)

/* how many bytes were copied: 0 when the one at position is not there, and less
 * than count at the end of a block */
gsize encord_block_cache_read (EncordBlockCache *self, goffset position,
                               void *buffer, gsize count);
/* the byte to read from to have the one at position, which is not there */
goffset encord_block_cache_get_missing (EncordBlockCache *self,
                                        goffset position);
/* Where the bytes from position on go, room for at least one. All bytes before
 * it in its block are there. */
void *encord_block_cache_prepare (EncordBlockCache *self, goffset position,
                                  gsize *ret_room);
/* count bytes are there now, of those prepared last */
void encord_block_cache_commit (EncordBlockCache *self, gsize count);

G_END_DECLS
