// Reads [gateway.webhook.NAME].
#pragma once

#include <filesystem>
#include <vector>

#include "config/table_reader.hpp"
#include "config/webhook_settings.hpp"

namespace moderato {

// What `gateway.webhook` says of every hook, in the order of their names. `file`: the configuration's; relative paths
// start in its folder.
[[nodiscard]] std::vector<WebhookSettings> read_webhooks(TableReader& gateway, const std::filesystem::path& file);

}  // namespace moderato
