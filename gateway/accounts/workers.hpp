// The threads on which accounts are worked with: those of the HTTP server must not wait for a disk or a hash.
#pragma once

#include <functional>

#include "accounts/bounded_pool.hpp"
#include "daemon/logging.hpp"
#include "http/responder.hpp"

namespace moderato::gateway::accounts {

struct Answer {
  // NOLINTNEXTLINE(*-explicit-*): most answers are no more than a response
  Answer(http::Response with) : response(std::move(with)) {}
  Answer(http::Response with, std::function<void()> and_then) : response(std::move(with)), then(std::move(and_then)) {}

  http::Response response;
  std::function<void()> then;  // done once it is answered, so that how long it takes shows nowhere
};

// Thread-safe. Ends once all that was taken is done.
class Workers {
 public:
  struct Settings {
    std::size_t hashing = 2;        // threads that compute hashes: each takes the memory that PasswordCost says
    std::size_t most_hashing = 32;  // waiting for them and under way
    std::size_t most_writing = 256;
  };
  Workers(Settings settings, Log log)
      : log_(std::move(log)), writing_(1, settings.most_writing), hashing_(settings.hashing, settings.most_hashing) {}

  // What to answer. May throw an http::Problem, which is then the answer, or sqlite::Failure, which is 503.
  using Work = std::function<Answer()>;
  void here(http::Responder responder, const Work& work) const;
  void writing(http::Responder responder, Work work);
  // `refused` is called where too many wait already, which is answered with 503 login.busy.
  void hashing(http::Responder responder, Work work, const std::function<void()>& refused = {});

  // Without a request; left out where too much is to be done already.
  void write_when_there_is_time(std::function<void()> work);

 private:
  Log log_;
  BoundedPool writing_;
  BoundedPool hashing_;
};

}  // namespace moderato::gateway::accounts
