#include "late_decisions/teller.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http_client/retry.hpp"
#include "http_client/tls.hpp"

namespace moderato::gateway {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t most_at_a_time = 8;
// So that one that keeps us waiting does not keep the others waiting.
constexpr std::size_t most_of_a_receiver = 2;
constexpr Milliseconds look_again = 60s;
constexpr Milliseconds after_trouble = 2s;
constexpr Milliseconds between_expiries = 1h;
constexpr Milliseconds grace = 1s;

bool means_away(unsigned status) {
  return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

Teller::Teller(AwaitedStore& store, LateDecisionTimes times, Log log)
    : store_(store), times_(times), log_(std::move(log)) {}

Result<void> Teller::speak(std::string protocol, LateSpeaker speaker) {
  auto tls = http_client::tls_context(speaker.ca_file);
  if (!tls) return tls.error();
  voices_.insert_or_assign(std::move(protocol), std::make_unique<Voice>(io_, std::move(speaker), std::move(*tls)));
  return {};
}

std::vector<std::string> Teller::protocols() const {
  std::vector<std::string> names;
  for (const auto& [name, voice] : voices_) names.push_back(name);
  return names;
}

void Teller::start() {
  thread_ = std::jthread{[this] {
    pthread_setname_np(pthread_self(), "late teller");
    run();
  }};
}

void Teller::ring() {
  asio::post(io_, [this] { timer_.cancel(); });
}

void Teller::stop() {
  if (!thread_.joinable()) return;
  asio::post(io_, [this] {
    stopping_ = true;
    timer_.cancel();
    grace_.expires_after(grace);
    grace_.async_wait([this](const boost::system::error_code&) {
      for (const auto& [name, voice] : voices_) voice->client.close();
    });
  });
  thread_.join();
}

void Teller::run() {
  asio::co_spawn(io_, work(), asio::detached);
  io_.run();
}

// Until stop(), and until what is under way has ended.
asio::awaitable<void> Teller::work() {
  while (true) {
    WallTime again = wall_now() + after_trouble;
    try {
      look();
      again = look_again_at();
      trouble_.clear();
    } catch (const std::exception& error) {
      if (std::exchange(trouble_, error.what()) != error.what())
        log_->error("late decisions can't be told: {}; trying again", error.what());
    }
    if (stopping_ && under_way_.empty()) break;
    timer_.expires_after(std::max(again - wall_now(), 0ms));
    co_await timer_.async_wait(with_error);
  }
  grace_.cancel();
}

void Teller::look() {
  if (stopping_) return;
  const WallTime now = wall_now();
  expire_when_due(now);
  if (under_way_.size() >= most_at_a_time) return;
  for (Untold& untold : store_.due(now, most_of_a_receiver, under_way_)) {
    if (under_way_.size() >= most_at_a_time) return;
    Receiver& receiver = receiver_of(untold.decision.awaited);
    if (receiver.under_way >= most_of_a_receiver) continue;
    ++receiver.under_way;
    under_way_.push_back(untold.number);
    asio::co_spawn(io_, attempt(std::move(untold)), asio::detached);
  }
}

void Teller::expire_when_due(WallTime now) {
  if (now - expired_at_ < between_expiries) return;
  store_.expire(now - times_.forgotten_after);
  expired_at_ = now;
}

asio::awaitable<void> Teller::attempt(Untold untold) {
  const int round = receiver_of(untold.decision.awaited).failures_in_all;
  http_client::Answer answer;
  Telling telling = Telling::done;
  try {
    Voice& voice = *voices_.at(untold.decision.awaited.protocol);
    if (auto request = voice.speaker.request_of(untold.decision)) {
      answer = co_await call(voice, untold.decision, std::move(*request));
      telling = voice.speaker.judge(untold.decision, answer);
    }
  } catch (const std::exception& error) {
    answer = {0, std::string{"could not be called: "} + error.what(), {}};
    telling = Telling::again;
  }
  try {
    if (!stopping_ || telling != Telling::again) judge(untold, answer, telling, round);
  } catch (const std::exception& error) {  // it is told again
    log_->error("what became of a late decision can't be noted: {}", error.what());
  }
  --receiver_of(untold.decision.awaited).under_way;
  std::erase(under_way_, untold.number);
  timer_.cancel();
}

asio::awaitable<http_client::Answer> Teller::call(Voice& voice, const LateDecision& decision,
                                                  http_client::Request request) {
  http_client::Answer answer = co_await voice.client.send(std::move(request));
  for (int requests = 1; voice.speaker.next && requests < LateSpeaker::most_requests; ++requests) {
    auto following = voice.speaker.next(decision, answer);
    if (!following) break;
    answer = co_await voice.client.send(std::move(*following));
  }
  co_return answer;
}

void Teller::judge(const Untold& untold, const http_client::Answer& answer, Telling telling, int round) {
  const Awaited& awaited = untold.decision.awaited;
  switch (telling) {
    case Telling::done: {
      store_.told(untold);
      Receiver& receiver = receiver_of(awaited);
      if (answer.status == 0) return;  // nobody was called
      if (std::exchange(receiver.failures_in_a_row, 0) > 0)
        store_.try_all_again(awaited.protocol, awaited.site, wall_now());
      if (!std::exchange(receiver.told, {}).empty())
        log_->info("late decisions: {} of the site {} are told again", awaited.protocol, awaited.site);
      return;
    }
    case Telling::never:
      log_->error("late decisions: one of {} of the site {} was not taken: the answer was {}", awaited.protocol,
                  awaited.site, answer.status);
      return store_.told(untold);
    case Telling::again:
      return put_off(untold, answer, round);
  }
}

void Teller::put_off(const Untold& untold, const http_client::Answer& answer, int round) {
  const Awaited& awaited = untold.decision.awaited;
  const WallTime now = wall_now();
  const std::string failure = answer.status == 0 ? answer.failure : "answered " + std::to_string(answer.status);
  if (now - untold.since >= times_.give_up_after) {
    log_->error("late decisions: gave up telling one of {} of the site {} after {} attempts: the receiver {}",
                awaited.protocol, awaited.site, untold.attempts + 1, failure);
    return store_.told(untold);
  }
  Receiver& receiver = receiver_of(awaited);
  if (receiver.told != failure)
    log_->warn("late decisions: {} of the site {} can't be told: the receiver {}; trying again", awaited.protocol,
               awaited.site, failure);
  receiver.told = failure;
  const Milliseconds asked = answer.retry_after.value_or(0ms);
  const Milliseconds wait = http_client::wait_after(untold.attempts + 1, times_.first_retry, chance());
  store_.put_off(untold, now + std::max(wait, asked));
  // What was under way when another failed was the same time away.
  if (!means_away(answer.status) || round != receiver.failures_in_all) return;
  ++receiver.failures_in_all;
  ++receiver.failures_in_a_row;
  const Milliseconds pause = http_client::pause_after(receiver.failures_in_a_row, times_.first_retry, chance());
  store_.put_off_all(awaited.protocol, awaited.site, now + std::max(pause, asked));
}

Teller::Receiver& Teller::receiver_of(const Awaited& awaited) {
  return receivers_[{awaited.protocol, awaited.site}];
}

WallTime Teller::look_again_at() {
  const WallTime now = wall_now();
  return std::min(now + look_again, store_.next(now).value_or(now + look_again));
}

double Teller::chance() {
  return std::uniform_real_distribution<double>{0, 1}(random_);
}

}  // namespace moderato::gateway
