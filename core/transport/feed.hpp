// The way out: publishes decisions to subscribers. It never waits for one: a subscriber that is too slow loses messages
// and catches up through control.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "comment/ids.hpp"
#include "config/settings.hpp"
#include "transport/mailbox.hpp"
#include "transport/socket.hpp"

namespace moderato {

struct FeedMessage {
  std::string topic;
  Seq seq;
  std::string_view comment;
  std::string_view verdict;
};

// Messages in order, and whatever their views point into.
struct FeedBatch {
  std::vector<FeedMessage> messages;
  std::shared_ptr<const void> owner;
};

// Runs in one thread, which owns the socket; the mailbox, `stop` and `published` are for the others.
class Feed {
 public:
  // Errors as open_endpoints.
  static Result<std::unique_ptr<Feed>> open(zmq::context_t& context, const FeedSettings& settings, const Guard& guard);

  // Publishes until stopped and everything posted before is sent.
  void run();
  void stop();
  [[nodiscard]] Mailbox<FeedBatch>& outbox() { return outbox_; }
  [[nodiscard]] std::uint64_t published() const { return published_; }

 private:
  Feed(zmq::context_t& context, const FeedSettings& settings, const Guard& guard);
  void publish(const FeedBatch& batch);

  zmq::socket_t socket_;
  Mailbox<FeedBatch> outbox_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> published_{0};
};

}  // namespace moderato
