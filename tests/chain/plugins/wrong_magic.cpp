#include "moderato/abi.h"

extern "C" __attribute__((visibility("default"))) const moderato_plugin_v1 moderato_plugin;
const moderato_plugin_v1 moderato_plugin = {0x12345678U, sizeof(moderato_plugin_v1),
                                            1,           0,
                                            0,           "",
                                            "",          "",
                                            "",          nullptr,
                                            nullptr,     nullptr,
                                            nullptr,     nullptr,
                                            nullptr,     nullptr,
                                            nullptr};
