#include "moderato/abi.h"

extern "C" __attribute__((visibility("default"))) const moderato_plugin_v1 moderato_plugin;
const moderato_plugin_v1 moderato_plugin = {MODERATO_ABI_MAGIC,
                                            16,
                                            MODERATO_ABI_MAJOR,
                                            0,
                                            0,
                                            "",
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
