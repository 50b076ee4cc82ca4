// How the daemon's memory is kept: by jemalloc, told so by this symbol that it looks for (jemalloc(3), TUNING).
//
// Records are made by one thread and freed by another, all day long. glibc's arenas keep what such threads leave
// scattered about in them, more with every peak: after minutes of floods nearly half of what the process held was free,
// and none of it ever went back. jemalloc gives back what was not used for two seconds.
//
// On huge pages, where the system lends them, all work takes seven eighths of the time, and the first seconds still
// less: the system need not be asked for each 4 KiB. There is one arena for each processor then, not four as jemalloc
// has it otherwise: with four the daemon held up to 310 MB after a million comments, with one at most 295.
#include <jemalloc/jemalloc.h>

const char* malloc_conf = "background_thread:true,dirty_decay_ms:2000,thp:always,narenas_ratio:1";
