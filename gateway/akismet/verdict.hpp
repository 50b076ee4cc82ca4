// What the daemon has decided on a comment, as far as it is answered.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

#include "comment/verdict.hpp"
#include "feed/projection.hpp"

namespace moderato::gateway::akismet {

struct Verdict {
  Action action = Action::hold;  // approve, hold or reject
  Position at;
  bool by_person = false;
  double score = 0;  // the highest of the filters in force that reject
};

// Nothing where it is no verdict.
[[nodiscard]] std::optional<Verdict> read_verdict(const boost::json::object& verdict);
[[nodiscard]] std::optional<Verdict> read_verdict(std::string_view text);

}  // namespace moderato::gateway::akismet
