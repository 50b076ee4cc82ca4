// Tells what is to be told, and tries again.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "daemon/logging.hpp"
#include "late_decisions/awaited_store.hpp"
#include "late_decisions/speaker.hpp"

namespace moderato::gateway {

// Has a thread of its own.
class Teller {
 public:
  // The store outlives this.
  Teller(AwaitedStore& store, LateDecisionTimes times, Log log);
  ~Teller() { stop(); }
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;

  // Before start(). Error: http_client.ca_file.
  [[nodiscard]] Result<void> speak(std::string protocol, LateSpeaker speaker);
  [[nodiscard]] std::vector<std::string> protocols() const;

  void start();
  // There is something to tell. Thread-safe.
  void ring();
  // What has no answer within a second is given up. Waits.
  void stop();

 private:
  struct Voice {
    Voice(boost::asio::io_context& io, LateSpeaker given, boost::asio::ssl::context context)
        : speaker(std::move(given)), tls(std::move(context)), client(io, tls) {}
    LateSpeaker speaker;
    boost::asio::ssl::context tls;
    http_client::Client client;
  };
  // Whoever is told of one protocol and site.
  struct Receiver {
    std::size_t under_way = 0;
    int failures_in_a_row = 0;  // to reach it; several at the same time are one
    int failures_in_all = 0;
    std::string told;  // what is wrong, once until it is well again
  };

  void run();
  boost::asio::awaitable<void> work();
  void look();
  void expire_when_due(WallTime now);
  boost::asio::awaitable<void> attempt(Untold untold);
  boost::asio::awaitable<http_client::Answer> call(Voice& voice, const LateDecision& decision,
                                                   http_client::Request request);
  void judge(const Untold& untold, const http_client::Answer& answer, Telling telling, int round);
  void put_off(const Untold& untold, const http_client::Answer& answer, int round);
  Receiver& receiver_of(const Awaited& awaited);
  [[nodiscard]] WallTime look_again_at();
  [[nodiscard]] double chance();

  AwaitedStore& store_;
  LateDecisionTimes times_;
  Log log_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::steady_timer grace_{io_};
  std::map<std::string, std::unique_ptr<Voice>> voices_;
  std::map<std::pair<std::string, std::string>, Receiver> receivers_;
  std::minstd_rand random_{std::random_device{}()};
  std::vector<std::int64_t> under_way_;
  WallTime expired_at_{};
  std::string trouble_;  // with the store, once until it is well again
  bool stopping_ = false;
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace moderato::gateway
