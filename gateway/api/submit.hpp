// Taking comments in, and telling their authors what became of them (openapi.json: submitComment, getDecision).
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "api/gate.hpp"
#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "daemon_client/desk.hpp"

namespace moderato::gateway::api {

struct SubmissionParts {
  Gate& gate;
  Desk& desk;
  Control& control;
  Log log;
  std::size_t text_bytes;  // most of a comment's text
  std::size_t body_bytes;  // most of a request
  // What its author objected to a comment's revision, as getDecision tells it; null: nothing. May be empty.
  std::function<boost::json::value(std::string_view site, std::string_view id, std::int64_t revision)> appeal_of{};
};

// What all submissions share.
struct SubmissionState;

// A comment's author may edit it, and nobody else: the daemon is asked whose it is before it is handed a comment whose
// id somebody chose. What the desk has not decided within its patience is answered with 202, and handed in again until
// it is decided, for up to ten minutes and as long as the gateway runs.
//
// Thread-safe. May go once the server that it answers for has gone, and before Desk and Control, which wait for it.
class Submissions {
 public:
  explicit Submissions(const SubmissionParts& parts);

  void add_routes(http::Router& router);

 private:
  std::shared_ptr<SubmissionState> state_;
};

}  // namespace moderato::gateway::api
