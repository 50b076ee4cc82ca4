// What Coral asks an external moderation phase (coralproject/talk,
// server/src/core/server/services/comments/pipeline/phases/external.ts: ExternalModerationRequest).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/problems.hpp"

namespace moderato::gateway::coral {

// Of an author, as Coral has them.
enum class Role : std::uint8_t { commenter, member, staff, moderator, admin };
[[nodiscard]] std::string_view to_string(Role role);  // "COMMENTER"

struct PhaseRequest {
  bool is_edit = false;
  std::string body;                   // HTML or plain text, as the phase says
  std::optional<std::string> parent;  // a comment's id in Coral
  std::string author;                 // ids in Coral
  std::string story;                  //
  std::string tenant;                 //
  Role role = Role::commenter;
  std::string story_url;  // empty where it is none that can be stored
};

// A field that is not known is passed over: later versions of Coral may have more.
[[nodiscard]] std::variant<PhaseRequest, std::vector<api::FieldError>> read_phase_request(std::string_view body);

}  // namespace moderato::gateway::coral
