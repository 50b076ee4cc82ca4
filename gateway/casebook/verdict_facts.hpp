// What the casebook takes out of a verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comment/timestamp.hpp"
#include "moderato/finding.hpp"

namespace moderato::gateway::casebook {

enum class Kind : std::uint8_t { chain = 0, approve = 1, reject = 2, undo = 3, erasure = 4 };

// A filter's reason to hold or reject.
struct Blame {
  std::string filter;
  std::string code;
  Action action = Action::hold;
  double score = 0;
};

struct VerdictFacts {
  Action action = Action::hold;
  Kind kind = Kind::chain;
  std::string by;          // a moderator's name; empty: the chain
  std::string decided_at;  // as it is written
  Time at;
  std::uint32_t revision = 0;
  std::string reasons;  // JSON
  std::string scores;   // JSON
};

// What is missing is empty; a verdict comes from our daemon.
[[nodiscard]] VerdictFacts facts_of(std::string_view verdict);

// Those in force (not in the shadow) of the chain's reasons as JSON, none twice.
[[nodiscard]] std::vector<Blame> blames_in(std::string_view reasons);
// What a moderator said: of the reasons of a moderator's verdict.
[[nodiscard]] std::optional<std::string> note_in(std::string_view reasons);

}  // namespace moderato::gateway::casebook
