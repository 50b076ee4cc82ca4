// How the daemon's memory is kept: by jemalloc, told so by this symbol that it looks for (jemalloc(3), TUNING).
//
// Records are made by one thread and freed by another, all day long. glibc's arenas keep what such threads leave
// scattered about in them, more with every peak: after minutes of floods nearly half of what the process held was free,
// and none of it ever went back. jemalloc gives back what was not used for two seconds.
#include <jemalloc/jemalloc.h>

const char* malloc_conf = "background_thread:true,dirty_decay_ms:2000";
