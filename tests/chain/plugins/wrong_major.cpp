#include "moderato/abi.h"

extern "C" __attribute__((visibility("default"))) const moderato_plugin_v1 moderato_plugin;
const moderato_plugin_v1 moderato_plugin = {MODERATO_ABI_MAGIC,
                                            sizeof(moderato_plugin_v1),
                                            MODERATO_ABI_MAJOR + 1,
                                            3,
                                            0,
                                            "a future compiler",
                                            "",
                                            "",
                                            "",
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr};
