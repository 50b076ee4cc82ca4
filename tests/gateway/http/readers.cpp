// Many readers of Server-Sent Events in one process, to measure a server by. Connects all, prints "ready"; then, for
// each line on its standard input, waits until all have had an event and prints "took MILLISECONDS" since the line
// came. Usage: gateway_http_readers ADDRESS PORT COUNT [PATH]
#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// A server takes some connections of one address only.
asio::ip::address_v4 address_of(int reader) {
  constexpr int of_one_address = 200;
  return asio::ip::address_v4{0x7f010001U + static_cast<unsigned>(reader / of_one_address)};
}

tcp::socket reader(asio::io_context& context, const tcp::endpoint& server, int number, const std::string& path) {
  tcp::socket socket{context};
  if (server.address().is_loopback() && server.address().is_v4()) {
    socket.open(tcp::v4());
    socket.bind({address_of(number), 0});
  }
  socket.connect(server);
  asio::write(socket, asio::buffer("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
  std::string head;
  asio::read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n");
  return socket;
}

// Returns once each has had an event; heartbeats are none.
void wait_for_all(int poll, std::vector<tcp::socket>& readers) {
  std::vector<bool> had(readers.size());
  std::array<epoll_event, 512> events{};
  std::array<char, 4'096> room{};
  for (std::size_t left = readers.size(); left > 0;) {
    const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const std::size_t which = events[static_cast<std::size_t>(i)].data.u64;
      const std::size_t size = readers[which].read_some(asio::buffer(room));
      if (std::string_view{room.data(), size}.find("data:") == std::string_view::npos || had[which]) continue;
      had[which] = true;
      --left;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) return 64;
  const std::string path = argc == 5 ? argv[4] : "/events";
  asio::io_context context;
  const tcp::endpoint server{asio::ip::make_address(argv[1]), static_cast<std::uint16_t>(std::atoi(argv[2]))};
  std::vector<tcp::socket> readers;
  const int poll = epoll_create1(0);
  for (int i = 0; i < std::atoi(argv[3]); ++i) {
    readers.push_back(reader(context, server, i, path));
    epoll_event event{.events = EPOLLIN, .data = {.u64 = static_cast<std::uint64_t>(i)}};
    epoll_ctl(poll, EPOLL_CTL_ADD, readers.back().native_handle(), &event);
  }
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const auto begin = std::chrono::steady_clock::now();
    wait_for_all(poll, readers);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    std::cout << "took " << took.count() << std::endl;
  }
  return 0;
}
