#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <thread>
#include <zmq.hpp>

#include "comment/comment.hpp"
#include "measures.hpp"
#include "process.hpp"

namespace moderato::bench {
namespace {

using Clock = std::chrono::steady_clock;

// A client of the daemon: sends to the queue, reads every decision from the feed.
class Client {
 public:
  explicit Client(const DaemonProcess& daemon) : feed_(context_, zmq::socket_type::sub) {
    feed_.set(zmq::sockopt::rcvhwm, 0);
    feed_.set(zmq::sockopt::rcvtimeo, 60'000);
    feed_.set(zmq::sockopt::subscribe, "");
    feed_.connect(daemon.feed());
    queue_address_ = daemon.queue();
    wait_for_subscription();
  }

  // The id in the decision that comes next.
  void receive(std::string* verdict = nullptr) {
    zmq::message_t frame;
    for (int i = 0; i < 4; ++i) {
      if (!feed_.recv(frame)) throw std::runtime_error("no decision for a minute");
      if (i == 3 && verdict != nullptr) verdict->assign(static_cast<const char*>(frame.data()), frame.size());
    }
  }

  [[nodiscard]] zmq::socket_t queue() {
    zmq::socket_t socket{context_, zmq::socket_type::push};
    socket.set(zmq::sockopt::sndhwm, 10'000);
    socket.connect(queue_address_);
    return socket;
  }

 private:
  // A subscription takes a moment to arrive: sends comments until one comes back.
  void wait_for_subscription() {
    zmq::socket_t probe = queue();
    feed_.set(zmq::sockopt::rcvtimeo, 50);
    zmq::message_t frame;
    for (int i = 0; i < 200; ++i) {
      const std::string comment =
          R"({"id":"probe)" + std::to_string(i) + R"(","article":"probe","author":{"id":"probe"},"text":"probe"})";
      probe.send(zmq::buffer(comment), zmq::send_flags::none);
      if (feed_.recv(frame)) break;
    }
    // What is still on its way.
    while (feed_.recv(frame)) {
    }
    feed_.set(zmq::sockopt::rcvtimeo, 60'000);
  }

  zmq::context_t context_{1};
  zmq::socket_t feed_;
  std::string queue_address_;
};

std::vector<std::string> frames_of(const Corpus& corpus, std::size_t count) {
  std::vector<std::string> frames;
  frames.reserve(count);
  for (std::size_t i = 0; i < count; ++i) frames.push_back(nth_frame(corpus, i));
  return frames;
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

EndToEnd measure_end_to_end(const Corpus& corpus, std::size_t count) {
  const std::vector<std::string> frames = frames_of(corpus, count);
  const DaemonProcess daemon{corpus};
  Client client{daemon};
  const auto before = daemon.cpu_seconds();
  const auto begin = Clock::now();
  std::thread sender{[&] {
    zmq::socket_t queue = client.queue();
    for (const std::string& frame : frames) queue.send(zmq::buffer(frame), zmq::send_flags::none);
  }};
  for (std::size_t i = 0; i < count; ++i) client.receive();
  const double seconds = seconds_since(begin);
  sender.join();
  std::map<std::string, double> cpu = daemon.cpu_seconds();
  for (auto& [thread, used] : cpu) {
    const auto earlier = before.find(thread);
    used = (used - (earlier == before.end() ? 0 : earlier->second)) * 1e6 / static_cast<double>(count);
  }
  return {static_cast<double>(count) / seconds, std::move(cpu)};
}

Latency measure_latency(const Corpus& corpus, double rate, double seconds) {
  const auto first_second = static_cast<std::size_t>(rate);
  const auto count = first_second + static_cast<std::size_t>(rate * seconds);
  const std::vector<std::string> frames = frames_of(corpus, count);
  std::vector<Clock::time_point> sent(count);
  std::unordered_map<std::string, std::size_t> number;
  for (std::size_t i = 0; i < count; ++i) {
    const auto comment = parse_comment(frames[i], {});
    number.emplace(std::string{comment->site}.append("/").append(comment->id), i);
  }
  const DaemonProcess daemon{corpus};
  Client client{daemon};
  const auto begin = Clock::now();
  std::thread sender{[&] {
    zmq::socket_t queue = client.queue();
    for (std::size_t i = 0; i < count; ++i) {
      // Even spacing, whatever the daemon does: a late answer must not thin out the load.
      std::this_thread::sleep_until(begin + std::chrono::duration_cast<Clock::duration>(
                                                std::chrono::duration<double>(static_cast<double>(i) / rate)));
      sent[i] = Clock::now();
      queue.send(zmq::buffer(frames[i]), zmq::send_flags::none);
    }
  }};
  // Nothing of a verdict is kept: memory that grows by its size with each would take the daemon a tenth of a core.
  std::vector<std::optional<Clock::time_point>> received(count);
  std::string verdict;
  std::string key;
  for (std::size_t i = 0; i < count; ++i) {
    client.receive(&verdict);
    const auto at = Clock::now();
    const auto add_field = [&](std::string_view name) {
      const std::size_t from = verdict.find(name) + name.size();
      key.append(verdict, from, verdict.find('"', from) - from);
    };
    key.clear();
    add_field("\"site\":\"");
    key += '/';
    add_field("\"id\":\"");
    if (const auto found = number.find(key); found != number.end()) received[found->second] = at;
  }
  sender.join();
  std::vector<double> first;
  std::vector<double> later;
  for (std::size_t i = 0; i < count; ++i)
    if (received[i])
      (i < first_second ? first : later)
          .push_back(std::chrono::duration<double, std::milli>(*received[i] - sent[i]).count());
  if (first.empty() || later.empty()) throw std::runtime_error("no decision could be matched to its comment");
  std::sort(first.begin(), first.end());
  std::sort(later.begin(), later.end());
  return {percentile(later, .5), percentile(later, .99), percentile(later, .999), percentile(first, .99),
          static_cast<double>(count) / std::chrono::duration<double>(sent.back() - sent.front()).count()};
}

double measure_memory(const Corpus& corpus, std::size_t count) {
  const DaemonProcess daemon{corpus};
  Client client{daemon};
  std::thread sender{[&] {
    zmq::socket_t queue = client.queue();
    for (std::size_t i = 0; i < count; ++i) {
      const std::string frame = nth_frame(corpus, i);
      queue.send(zmq::buffer(frame), zmq::send_flags::none);
    }
  }};
  for (std::size_t i = 0; i < count; ++i) client.receive();
  sender.join();
  return static_cast<double>(daemon.resident_bytes());
}

}  // namespace moderato::bench
