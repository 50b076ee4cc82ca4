// A comment of Coral's as the daemon takes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "comment/timestamp.hpp"
#include "coral/phase_request.hpp"

namespace moderato::gateway::coral {

// What it is here, beside what the request says.
struct Here {
  std::string_view site;
  std::string_view id;
  std::optional<std::string> parent;
  std::string_view text;  // as people read it
  Time at;
};

// It is `unlisted`: judged here, and shown by Coral, or not any more.
[[nodiscard]] std::string comment_frame(const PhaseRequest& request, const Here& here);

}  // namespace moderato::gateway::coral
