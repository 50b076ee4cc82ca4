#include "accounts/workers.hpp"

#include "accounts/lockout.hpp"
#include "http/problem.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::accounts {
namespace {

http::Response busy() {
  return response_of({503,
                      "login.busy",
                      "Too many log in at this moment. Try again in some seconds.",
                      "about:blank",
                      {{"retry_after", 5}}});
}

}  // namespace

void Workers::here(http::Responder responder, const Work& work) const {
  std::function<void()> then;
  const auto answer = [&]() -> http::Response {
    try {
      Answer made = work();
      then = std::move(made.then);
      return std::move(made.response);
    } catch (const http::Problem& problem) {
      return response_of(problem);
    } catch (const std::exception& error) {
      log_->error("accounts: {}", error.what());
      return http::Problem{503, "store.away", "Accounts can't be read or written at the moment."}.response();
    }
  };
  responder.answer(answer());
  if (!then) return;
  try {
    then();
  } catch (const std::exception& error) {
    log_->error("accounts: {}", error.what());
  }
}

void Workers::writing(http::Responder responder, Work work) {
  const auto shared = std::make_shared<http::Responder>(std::move(responder));
  if (!writing_.post([this, shared, work = std::move(work)] { here(std::move(*shared), work); }))
    shared->answer(busy());
}

void Workers::hashing(http::Responder responder, Work work, const std::function<void()>& refused) {
  const auto shared = std::make_shared<http::Responder>(std::move(responder));
  if (hashing_.post([this, shared, work = std::move(work)] { here(std::move(*shared), work); })) return;
  if (refused) refused();
  shared->answer(busy());
}

void Workers::write_when_there_is_time(std::function<void()> work) {
  (void)writing_.post([this, work = std::move(work)] {
    try {
      work();
    } catch (const std::exception& error) {
      log_->error("accounts: {}", error.what());
    }
  });
}

}  // namespace moderato::gateway::accounts
