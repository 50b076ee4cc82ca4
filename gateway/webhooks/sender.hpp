// Delivers what waits for one receiver.
//
// Up to eight requests at a time. What was decided on one comment is delivered in its order; decisions on different
// comments may overtake each other. A receiver that is away (no answer, or 429, 502, 503, 504) is left alone for a
// while as a whole, then tried with one request; after any other refusal only that delivery waits, and what was decided
// later on its comment.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "daemon/logging.hpp"
#include "http_client/client.hpp"
#include "webhooks/delivery_queue.hpp"
#include "webhooks/receiver.hpp"

namespace moderato::gateway {

// Has a thread of its own, so that nothing one receiver does holds up another.
class Sender {
 public:
  // Errors: those of DeliveryQueue::open and tls_of.
  [[nodiscard]] static Result<std::unique_ptr<Sender>> open(const std::filesystem::path& store, Receiver receiver,
                                                            Log log);
  ~Sender();  // what has no answer within a second is given up: it is sent again after the next start
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  void start();
  // There may be something to send. Thread-safe.
  void ring();
  // Once, before the destructor, which waits for it: several end side by side so. Thread-safe.
  void stop();

 private:
  Sender(Receiver receiver, DeliveryQueue queue, boost::asio::ssl::context tls, Log log);

  void run();
  boost::asio::awaitable<void> deliver();
  void look();
  void settle();
  boost::asio::awaitable<void> attempt(Delivery delivery);
  void judge(const Delivery& delivery, const http_client::Answer& answer, int round);
  void receiver_is_away(const http_client::Answer& answer, WallTime now, int round);
  void receiver_is_back();
  [[nodiscard]] std::string wrong_with(const http_client::Answer& answer) const;
  [[nodiscard]] WallTime look_again_at();
  [[nodiscard]] double chance();
  void tell(const std::string& what);

  Receiver receiver_;
  DeliveryQueue queue_;
  boost::asio::ssl::context tls_;
  Log log_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::steady_timer grace_{io_};
  http_client::Client client_{io_, tls_};
  std::minstd_rand random_{std::random_device{}()};

  std::vector<std::int64_t> under_way_;  // numbers of deliveries; until what became of them is in the store
  std::size_t attempts_ = 0;             // that have no answer yet
  std::vector<Outcome> outcomes_;
  int failures_in_a_row_ = 0;  // to reach it; several at the same time are one
  int failures_in_all_ = 0;
  WallTime paused_until_{};
  bool gone_ = false;     // it answered 410, and that is to be noted
  bool is_back_ = false;  // what failed while it was away is to be tried again
  bool stopping_ = false;
  std::string told_;     // what is wrong, once until it is well again
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace moderato::gateway
