// How one protocol tells the sender of a comment what was decided on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "http_client/client.hpp"
#include "late_decisions/awaited.hpp"

namespace moderato::gateway {

// What became of an attempt to tell.
enum class Telling : std::uint8_t {
  done,   // told
  again,  // not now: it is tried again, later each time, until it is given up
  never,  // it will not be taken, ever: this decision is told no more
};

// By the status alone: 200 to 299 is done; none, 408, 429 and 500 and more are to be tried again; so is 401 and 403,
// since keys are changed; all others never.
[[nodiscard]] Telling telling_by_status(const http_client::Answer& answer);

// One protocol. All is called by one thread, that of LateDecisions, one after the other, and must not make it wait.
struct LateSpeaker {
  // The call that tells the sender; nothing: it need not know. Asked for each attempt, so what it holds of keys is
  // stored nowhere.
  std::function<std::optional<http_client::Request>(const LateDecision&)> request_of;
  // After each answer of an attempt: the request that is to follow it at once, if there is one. At most
  // most_requests in a row. May be empty.
  std::function<std::optional<http_client::Request>(const LateDecision&, const http_client::Answer&)> next{};
  // What the last answer means.
  std::function<Telling(const LateDecision&, const http_client::Answer&)> judge =
      [](const LateDecision&, const http_client::Answer& answer) { return telling_by_status(answer); };
  std::filesystem::path ca_file{};  // as http_client::tls_context takes it

  static constexpr int most_requests = 4;
};

struct LateDecisionTimes {
  std::chrono::milliseconds first_retry = std::chrono::seconds{5};    // then as http_client/retry.hpp says
  std::chrono::milliseconds give_up_after = std::chrono::days{3};     // a decision that can't be told
  std::chrono::milliseconds forgotten_after = std::chrono::days{30};  // a comment, from expect() on
};

}  // namespace moderato::gateway
