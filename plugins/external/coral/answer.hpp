// What an external moderation phase answers, read as Coral reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::external {

enum class Status : std::uint8_t { none, approved, rejected, premod, system_withheld };
enum class Flag : std::uint8_t { toxic, spam };
enum class ReasonCode : std::uint8_t {
  offensive,
  abusive,
  spam,
  banned_word,
  ad,
  illegal_content,
  harassment_bullying,
  misinformation,
  hate_speech,
  irrelevant_content,
  other
};

struct RejectionReason {
  std::optional<ReasonCode> code;
  std::string legal_grounds;
  std::string explanation;  // detailedExplanation
  std::string custom;       // customReason
};

struct Answer {
  std::optional<Status> status;  // absent: no opinion, but for the flags
  std::vector<Flag> flags;
  std::optional<RejectionReason> reason;
};

// Names what is wrong: "actions[0].reason is \"TOXIC\", expected one of ...".
struct WrongAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The body of an answer; empty or {} is no opinion. Unknown keys are passed over. Anything else that Coral would not
// accept throws WrongAnswer: it drops such an answer whole.
[[nodiscard]] Answer parse_answer(std::string_view body);

}  // namespace moderato::external
