// What a filter answers: the C++ form of moderato_finding, used by plugins and by the host alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moderato/abi.h"

namespace moderato {

// Ordered by strictness but for `approve`, which is final: it publishes and skips the filters after it.
enum class Action : std::uint8_t {
  pass = MODERATO_PASS,
  hold = MODERATO_HOLD,
  reject = MODERATO_REJECT,
  approve = MODERATO_APPROVE,
};

// As operators write it and verdicts show it: "pass", "hold", "reject" or "approve".
[[nodiscard]] constexpr std::string_view to_string(Action action) {
  switch (action) {
    case Action::pass:
      return "pass";
    case Action::hold:
      return "hold";
    case Action::reject:
      return "reject";
    case Action::approve:
      return "approve";
  }
  return "";
}

// Bytes [begin, end) of the comment's text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// How much of an attribute a text has: TOXICITY, say.
struct Score {
  std::string attribute;
  double value = 0;  // 0..1
};

// What a filter answers. ABI.md has the limits; beyond them the operator's `on_error` decides.
struct Finding {
  Action action = Action::pass;
  std::string code;     // stable, for programs: "links.too_many"
  std::string message;  // one sentence, for the commenter and the moderator
  double score = 0;     // 0..1, how sure; 0 when there is no such thing
  std::vector<Span> spans;
  // What each span added to the evidence, in the filter's own unit, larger is more; finite. One per span, or none.
  std::vector<float> weights;
  std::vector<Score> scores;
  // To be asked again once the comment's parent is decided: what is held may be let through then, and what stands on
  // the feed be taken back when its parent is.
  bool follows_parent = false;

  // Nothing against it.
  static Finding pass() { return {}; }
  // A person is to decide.
  static Finding hold(std::string code, std::string message) {
    return of(Action::hold, std::move(code), std::move(message));
  }
  // It is turned away.
  static Finding reject(std::string code, std::string message) {
    return of(Action::reject, std::move(code), std::move(message));
  }
  // It is published, and the filters after this one are not asked.
  static Finding approve(std::string code, std::string message) {
    return of(Action::approve, std::move(code), std::move(message));
  }
  // For an action that is an option.
  static Finding of(Action action, std::string code, std::string message) {
    Finding finding;
    finding.action = action;
    finding.code = std::move(code);
    finding.message = std::move(message);
    return finding;
  }
};

}  // namespace moderato
