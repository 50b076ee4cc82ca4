#include "chain/isolation/message_socket.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <system_error>

namespace moderato::isolation {

std::pair<MessageSocket, MessageSocket> MessageSocket::make_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  return {MessageSocket{Fd{ends[0]}}, MessageSocket{Fd{ends[1]}}};
}

bool MessageSocket::send(std::string_view message) const {
  if (message.empty() || message.size() > largest_message) return false;
  ssize_t sent = 0;
  do sent = ::send(fd_.get(), message.data(), message.size(), MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(message.size());
}

MessageSocket::Received MessageSocket::receive(std::optional<std::chrono::milliseconds> timeout) {
  using What = Received::What;
  const auto deadline = std::chrono::steady_clock::now() + timeout.value_or(std::chrono::milliseconds{0});
  while (true) {
    if (timeout) {
      constexpr std::int64_t most = std::numeric_limits<int>::max();
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd ready{fd_.get(), POLLIN, 0};
      const int count = ::poll(&ready, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, most)));
      if (count == 0) return {What::nothing_yet, {}};
      if (count < 0 && errno != EINTR) return {What::closed, {}};
      if (count < 0) continue;
    }
    const ssize_t size = ::recv(fd_.get(), room_.get(), largest_message, MSG_TRUNC);
    if (size < 0 && errno == EINTR) continue;
    // No message is empty: nothing read is the end. One that was cut is none of ours.
    if (size <= 0 || static_cast<std::size_t>(size) > largest_message) return {What::closed, {}};
    return {What::message, {room_.get(), static_cast<std::size_t>(size)}};
  }
}

}  // namespace moderato::isolation
