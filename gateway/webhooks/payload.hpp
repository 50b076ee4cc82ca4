// What a receiver is told of a decision, as JSON:
// {"type": "comment.approved", "timestamp": …, "data": {"seq", "site", "article", "comment": {…}, "verdict": {…}}}.
// Only what is named here gets into it: no e-mail address, IP address, token, moderator's name, or field that Moderato
// does not know.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "feed/message.hpp"

namespace moderato::gateway {

struct Payload {
  std::string id;    // of the decision, whoever is told and however often: "msg_17_20261123081500000000"
  std::string type;  // "comment.approved"
  std::string site;
  std::string comment;
  std::string body;
};

// Nothing when the message's comment can't be read.
[[nodiscard]] std::optional<Payload> payload_of(const Message& message);

// A body of before, with nothing left of the comment's text, its author, and what was said of the text.
[[nodiscard]] std::string erased(std::string_view body);

// That what was told before is void, because the daemon's ledger is another one.
[[nodiscard]] Payload ledger_replaced();

// For the operator, to try a receiver.
[[nodiscard]] Payload test_payload(std::string_view hook);

}  // namespace moderato::gateway
