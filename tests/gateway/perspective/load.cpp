// Asks for analyses over connections that are kept, to measure a gateway by. Sends the bodies that stand on standard
// input, one a line, over and over. Prints a line of JSON: how many answers a second, and times in milliseconds.
// Usage: gateway_perspective_load ADDRESS PORT TARGET CONNECTIONS SECONDS RATE
//
// With a RATE, requests are due at even intervals, whatever the answers do, and a time counts from when its request was
// due: a server that stalls is charged for all who would have waited (Tene, "How NOT to Measure Latency", 2015). With
// 0, each connection asks again as soon as it is answered.
#include <algorithm>
#include <boost/asio.hpp>
#include <charconv>
#include <chrono>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

struct Plan {
  std::vector<std::string> requests;
  Clock::time_point begin;
  Clock::time_point end;
  double rate = 0;
};

class Load {
 public:
  Load(asio::io_context& context, Plan plan) : timer_(context), plan_(std::move(plan)) {}

  void add(tcp::socket socket) { idle_.push_back(std::make_shared<Connection>(Connection{std::move(socket), {}, {}})); }

  void start() {
    if (plan_.rate > 0) return wait();
    for (auto& connection : std::exchange(idle_, {})) send(connection, Clock::now());
  }

  // "{…}"
  [[nodiscard]] std::string report() {
    std::ranges::sort(times_);
    const std::chrono::duration<double> took = last_ - plan_.begin;
    const auto at = [&](double share) {
      return times_.empty() ? 0 : times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
    };
    return "{\"answers\": " + std::to_string(times_.size()) + ", \"failed\": " + std::to_string(failed_) +
           ", \"a_second\": " + std::to_string(static_cast<double>(times_.size()) / took.count()) +
           ", \"p50\": " + std::to_string(at(0.5)) + ", \"p99\": " + std::to_string(at(0.99)) +
           ", \"p999\": " + std::to_string(at(0.999)) + ", \"most\": " + std::to_string(at(1)) + "}";
  }

 private:
  struct Connection {
    tcp::socket socket;
    std::string answer;
    Clock::time_point due;
  };
  using Held = std::shared_ptr<Connection>;

  [[nodiscard]] Clock::time_point due_at(std::size_t number) const {
    const std::chrono::duration<double> since{static_cast<double>(number) / plan_.rate};
    return plan_.begin + std::chrono::duration_cast<Clock::duration>(since);
  }

  void wait() {
    const auto due = due_at(next_due_);
    if (due >= plan_.end) return;
    timer_.expires_at(due);
    timer_.async_wait([this](const boost::system::error_code&) {
      for (; due_at(next_due_) <= Clock::now() && due_at(next_due_) < plan_.end; ++next_due_)
        waiting_.push_back(due_at(next_due_));
      send_what_is_due();
      wait();
    });
  }

  void send_what_is_due() {
    while (!waiting_.empty() && !idle_.empty()) {
      const Held connection = idle_.back();
      idle_.pop_back();
      const auto due = waiting_.front();
      waiting_.pop_front();
      send(connection, due);
    }
  }

  void send(const Held& connection, Clock::time_point due) {
    connection->due = due;
    const std::string& request = plan_.requests[next_request_++ % plan_.requests.size()];
    asio::async_write(connection->socket, asio::buffer(request),
                      [this, connection](const boost::system::error_code& failed, std::size_t) {
                        if (failed) return void(++failed_);
                        read_head(connection);
                      });
  }

  void read_head(const Held& connection) {
    connection->answer.clear();
    asio::async_read_until(connection->socket, asio::dynamic_buffer(connection->answer), "\r\n\r\n",
                           [this, connection](const boost::system::error_code& failed, std::size_t head) {
                             if (failed) return void(++failed_);
                             read_body(connection, head);
                           });
  }

  void read_body(const Held& connection, std::size_t head) {
    constexpr std::string_view field = "Content-Length: ";
    const std::size_t at = connection->answer.find(field) + field.size();
    std::size_t size = 0;
    std::from_chars(connection->answer.data() + at, connection->answer.data() + head, size);
    const std::size_t there = connection->answer.size() - head;
    asio::async_read(connection->socket, asio::dynamic_buffer(connection->answer),
                     asio::transfer_exactly(size > there ? size - there : 0),
                     [this, connection](const boost::system::error_code& failed, std::size_t) {
                       if (failed) return void(++failed_);
                       answered(connection);
                     });
  }

  void answered(const Held& connection) {
    last_ = Clock::now();
    if (connection->answer.starts_with("HTTP/1.1 200 "))
      times_.push_back(std::chrono::duration<double, std::milli>(last_ - connection->due).count());
    else
      ++failed_;
    if (plan_.rate > 0) {
      idle_.push_back(connection);
      send_what_is_due();
    } else if (last_ < plan_.end) {
      send(connection, last_);
    }
  }

  asio::steady_timer timer_;
  Plan plan_;
  std::vector<Held> idle_;
  std::deque<Clock::time_point> waiting_;
  std::size_t next_due_ = 0;
  std::size_t next_request_ = 0;
  std::size_t failed_ = 0;
  std::vector<double> times_;
  Clock::time_point last_{};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) return 64;
  Plan plan;
  for (std::string body; std::getline(std::cin, body);)
    plan.requests.push_back("POST " + std::string{argv[3]} +
                            " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
                            std::to_string(body.size()) + "\r\n\r\n" + body);
  if (plan.requests.empty()) return 66;
  asio::io_context context;
  const tcp::endpoint server{asio::ip::make_address(argv[1]), static_cast<std::uint16_t>(std::atoi(argv[2]))};
  std::vector<tcp::socket> sockets;
  for (int i = 0; i < std::atoi(argv[4]); ++i) {
    sockets.emplace_back(context).connect(server);
    sockets.back().set_option(tcp::no_delay{true});
  }
  plan.rate = std::atof(argv[6]);
  plan.begin = Clock::now();
  plan.end = plan.begin + std::chrono::seconds{std::atoi(argv[5])};
  Load load{context, std::move(plan)};
  for (tcp::socket& socket : sockets) load.add(std::move(socket));
  load.start();
  context.run();
  std::cout << load.report() << std::endl;
  return 0;
}
