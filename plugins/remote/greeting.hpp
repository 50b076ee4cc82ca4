// What a program says of itself when it is greeted.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "moderato/filter.hpp"
#include "spans.hpp"

namespace moderato::remote {

inline constexpr std::uint64_t protocol = 1;

// The parts of a comment's context.
struct ContextParts {
  bool parent = false;
  bool article = false;
  bool author = false;
  bool thread = false;

  [[nodiscard]] bool any() const { return parent || article || author || thread; }
  friend bool operator==(const ContextParts&, const ContextParts&) = default;
};

struct Greeting {
  std::string name;
  std::string version;
  SpanUnit span_unit = SpanUnit::bytes;
  ContextParts context;
  std::optional<Lookback> remember;  // it wants to be told of decisions, and so many again at start
  std::size_t batch = 0;             // it takes so many comments in one message; 0 for one, by itself
};

// Throws Wrong when it is no such answer, when the program speaks another protocol, or when it says why it can't start.
[[nodiscard]] Greeting read_greeting(const boost::json::object& answer);

}  // namespace moderato::remote
