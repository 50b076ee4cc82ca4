#include "webhooks/sender.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "http_client/retry.hpp"
#include "webhooks/request.hpp"

namespace moderato::gateway {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t most_at_a_time = 8;
// The command line may have put something back.
constexpr Milliseconds look_again = 2s;
constexpr Milliseconds after_trouble = 2s;
constexpr Milliseconds grace = 1s;
// With so many failures it was not the fault of one delivery.
constexpr int surely_away = 3;

bool means_away(unsigned status) {
  return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

Sender::Sender(Receiver receiver, DeliveryQueue queue, asio::ssl::context tls, Log log)
    : receiver_(std::move(receiver)), queue_(std::move(queue)), tls_(std::move(tls)), log_(std::move(log)) {}

Result<std::unique_ptr<Sender>> Sender::open(const std::filesystem::path& store, Receiver receiver, Log log) {
  auto tls = tls_of(receiver.settings);
  if (!tls) return tls.error();
  auto queue = DeliveryQueue::open(store, receiver.settings.name);
  if (!queue) return queue.error();
  return std::unique_ptr<Sender>{new Sender{std::move(receiver), std::move(*queue), std::move(*tls), std::move(log)}};
}

Sender::~Sender() {
  stop();
}

void Sender::start() {
  thread_ = std::jthread{[this] {
    pthread_setname_np(pthread_self(), "webhook");
    run();
  }};
}

void Sender::ring() {
  asio::post(io_, [this] { timer_.cancel(); });
}

void Sender::stop() {
  asio::post(io_, [this] {
    if (std::exchange(stopping_, true)) return;
    timer_.cancel();
    grace_.expires_after(grace);
    grace_.async_wait([this](const boost::system::error_code&) { client_.close(); });
  });
}

void Sender::run() {
  asio::co_spawn(io_, deliver(), asio::detached);
  io_.run();
}

// Until stop(), and until what is under way has ended.
asio::awaitable<void> Sender::deliver() {
  while (true) {
    WallTime again = wall_now() + after_trouble;
    try {
      look();
      again = look_again_at();
    } catch (const std::exception& error) {
      tell(std::string{"can't be served: "} + error.what());
    }
    if (stopping_ && attempts_ == 0) break;
    timer_.expires_after(std::max(again - wall_now(), 0ms));
    co_await timer_.async_wait(with_error);
  }
  grace_.cancel();
}

void Sender::look() {
  settle();
  const WallTime now = wall_now();
  if (stopping_ || now < paused_until_ || queue_.is_gone()) return;
  const std::size_t most = failures_in_a_row_ > 0 ? 1 : most_at_a_time;
  if (attempts_ >= most) return;
  for (Delivery& delivery : queue_.due(now, most - attempts_, under_way_)) {
    under_way_.push_back(delivery.number);
    ++attempts_;
    asio::co_spawn(io_, attempt(std::move(delivery)), asio::detached);
  }
}

// Of what became of several attempts in one commit, as the disk allows.
void Sender::settle() {
  queue_.settle(outcomes_);
  for (const Outcome& outcome : outcomes_) std::erase(under_way_, outcome.number);
  outcomes_.clear();
  if (std::exchange(gone_, false)) queue_.gone();
  if (std::exchange(is_back_, false)) queue_.try_all_again();
}

asio::awaitable<void> Sender::attempt(Delivery delivery) {
  http_client::Answer answer;
  const int round = failures_in_all_;
  try {
    answer = co_await client_.send(request_of(receiver_, delivery.id, delivery.body));
  } catch (const std::exception& error) {
    answer = {0, std::string{"could not be called: "} + error.what(), {}};
  }
  --attempts_;
  if (!stopping_ || answer.status != 0) judge(delivery, answer, round);
  timer_.cancel();
}

void Sender::judge(const Delivery& delivery, const http_client::Answer& answer, int round) {
  const WallTime now = wall_now();
  if (answer.accepted()) {
    outcomes_.push_back({.kind = Outcome::Kind::delivered, .number = delivery.number});
    return receiver_is_back();
  }
  const auto ms = [](std::chrono::microseconds time) { return std::chrono::ceil<Milliseconds>(time); };
  const bool away = means_away(answer.status);
  Outcome outcome{
      .kind = Outcome::Kind::failed, .number = delivery.number, .failure = wrong_with(answer), .away = away};
  const Milliseconds wait =
      http_client::wait_after(delivery.attempts + 1, ms(receiver_.settings.first_retry), chance());
  outcome.next_at = now + std::max(wait, answer.retry_after.value_or(0ms));
  if (answer.status == 410) {
    gone_ = true;
    log_->error("webhook {}: {} answered 410: it wants no more. `moderato-gateway webhooks retry {}` calls it again",
                receiver_.settings.name, receiver_.url.name(), receiver_.settings.name);
  } else if (now - delivery.since >= ms(receiver_.settings.give_up_after)) {
    outcome.kind = Outcome::Kind::put_aside;
    log_->error("webhook {}: gave up {} ({}) after {} attempts: {} {}", receiver_.settings.name, delivery.id,
                delivery.type, delivery.attempts + 1, receiver_.url.name(), outcome.failure);
  } else {
    tell(outcome.failure);
  }
  outcomes_.push_back(std::move(outcome));
  if (away) receiver_is_away(answer, now, round);
}

void Sender::receiver_is_away(const http_client::Answer& answer, WallTime now, int round) {
  if (answer.retry_after) paused_until_ = std::max(paused_until_, now + *answer.retry_after);
  if (round != failures_in_all_) return;  // it was under way when another failed: the same time away
  ++failures_in_all_;
  ++failures_in_a_row_;
  const auto first = std::chrono::ceil<Milliseconds>(receiver_.settings.first_retry);
  const Milliseconds pause = http_client::pause_after(failures_in_a_row_, first, chance());
  paused_until_ = std::max(paused_until_, now + pause);
}

void Sender::receiver_is_back() {
  if (!told_.empty()) log_->info("webhook {}: {} takes what it is sent", receiver_.settings.name, receiver_.url.name());
  told_.clear();
  is_back_ = is_back_ || failures_in_a_row_ >= surely_away;
  failures_in_a_row_ = 0;
}

std::string Sender::wrong_with(const http_client::Answer& answer) const {
  if (answer.status == 0) return answer.failure;
  std::string text = "answered " + std::to_string(answer.status);
  if (answer.status / 100 == 3) text += ": redirects are not followed; configure the URL it leads to";
  return text;
}

WallTime Sender::look_again_at() {
  const WallTime now = wall_now();
  if (!outcomes_.empty()) return now;
  WallTime at = now + look_again;
  if (const auto next = queue_.next(now)) at = std::min(at, *next);
  if (paused_until_ > now) at = std::min(now + look_again, paused_until_);
  return at;
}

double Sender::chance() {
  return std::uniform_real_distribution<double>{0, 1}(random_);
}

void Sender::tell(const std::string& what) {
  if (told_ == what) return;
  told_ = what;
  log_->warn("webhook {}: {} {}; trying again", receiver_.settings.name, receiver_.url.name(), what);
}

}  // namespace moderato::gateway
