// What a webhook of Coral's says (coralproject/talk, server/WEBHOOKS.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/problems.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::coral {

struct WebhookEvent {
  std::string id;
  Time created_at;
  std::string comment;        // its id in Coral; empty: the event is about none (STORY_CREATED, and kinds to come)
  bool left_a_queue = false;  // somebody may have decided on it
};

[[nodiscard]] std::variant<WebhookEvent, std::vector<api::FieldError>> read_webhook_event(std::string_view body);

}  // namespace moderato::gateway::coral
