#include "transport/feed.hpp"

#include <array>

namespace moderato {

Feed::Feed(zmq::context_t& context, const FeedSettings& settings, const Guard& guard)
    : socket_(context, zmq::socket_type::pub) {
  socket_.set(zmq::sockopt::sndhwm, static_cast<int>(settings.max_queued));
  socket_.set(zmq::sockopt::linger, 1'000);
  socket_.set(zmq::sockopt::ipv6, true);
  // Subscribers send subscriptions only: the beginning of a topic, and no topic is longer than this. libzmq keeps them
  // in a trie of some 30 bytes for each of theirs.
  socket_.set(zmq::sockopt::maxmsgsize, std::int64_t{1'200});
  // libzmq takes in subscriptions for as long as there are more, and publishes nothing meanwhile. With one waiting at a
  // time a client that floods has to wait for this thread after each, which thereby comes to an end of them.
  // With keys it takes two: with one, libzmq (4.3.4) reads nothing after having asked who calls. Only listed clients
  // get that far.
  socket_.set(zmq::sockopt::rcvhwm, guard.asks_for_keys() ? 2 : 1);
}

Result<std::unique_ptr<Feed>> Feed::open(zmq::context_t& context, const FeedSettings& settings, const Guard& guard) {
  std::unique_ptr<Feed> feed{new Feed{context, settings, guard}};
  if (auto opened = open_endpoints(feed->socket_, settings.publish, "feed.publish", guard); !opened)
    return opened.error();
  return feed;
}

void Feed::stop() {
  stopping_ = true;
  outbox_.wake();
}

void Feed::run() {
  while (true) {
    const bool last = stopping_;
    std::array<zmq::pollitem_t, 2> items{
        {{nullptr, outbox_.fd(), ZMQ_POLLIN, 0}, {socket_.handle(), 0, ZMQ_POLLIN, 0}}};
    // There is nothing to read from this socket, but waiting on it lets libzmq take in subscriptions.
    if (!last) zmq::poll(items.data(), items.size(), std::chrono::milliseconds{-1});
    for (const FeedBatch& batch : outbox_.take_all()) publish(batch);
    if (last) return;
  }
}

void Feed::publish(const FeedBatch& batch) {
  const auto more = zmq::send_flags::sndmore | zmq::send_flags::dontwait;
  for (const FeedMessage& message : batch.messages) {
    const std::string seq = std::to_string(message.seq.value);
    socket_.send(zmq::buffer(message.topic), more);
    socket_.send(zmq::buffer(seq), more);
    socket_.send(zmq::buffer(message.comment), more);
    socket_.send(zmq::buffer(message.verdict), zmq::send_flags::dontwait);
  }
  published_ += batch.messages.size();
}

}  // namespace moderato
