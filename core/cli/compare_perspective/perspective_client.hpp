// Asks a service that speaks as the Perspective API does, at the pace that it allows.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <variant>

#include "cli/compare_perspective/http_client.hpp"
#include "cli/compare_perspective/perspective_protocol.hpp"
#include "config/secret.hpp"

namespace moderato::cli {

// Not thread-safe.
class PerspectiveClient {
 public:
  struct Options {
    std::string endpoint;  // "https://commentanalyzer.googleapis.com/v1alpha1"
    Secret key;
    double per_second = 1;  // questions; 0: as many as it takes
    std::chrono::milliseconds timeout{10'000};
    int tries = 8;  // of one question that gets no answer, before it is given up
  };
  // `told` hears why there is a wait, and how long it is.
  PerspectiveClient(Options options, std::function<void(const std::string& why, std::chrono::milliseconds)> told);

  // An attribute that can't be had for this comment is left out. Where the service is busy or away, it is asked again
  // after as long as it says, or else after 1, 2, 4 … 60 seconds; half as long at times, so that many don't come back
  // at once. Errors: cli.no_answer (it stayed so), cli.refused (see Failed).
  [[nodiscard]] Result<std::variant<Scored, Refused>> analyze(std::string_view text, std::string_view language,
                                                              Attributes attributes);

 private:
  [[nodiscard]] Result<Outcome> ask(const std::string& request);
  void keep_pace();

  HttpClient http_;
  Secret url_;
  std::string host_;  // for messages: the endpoint, without the key
  double per_second_;
  int tries_;
  std::function<void(const std::string&, std::chrono::milliseconds)> told_;
  std::chrono::steady_clock::time_point next_{};  // when the next question may go
};

}  // namespace moderato::cli
