// What the daemon and a filter's process say to each other over their sockets. Comments, decisions and answers are not
// in these messages but in the memory they share (arena.hpp), in the form of wire.hpp.
//
// On the first socket, the daemon says `start`; the process asks for options until it has `started` or `failed`. Then
// it is told to `remember`, and to forget likewise, and says `done`. On each of the others it is told to `check`, and
// says `done`. A process whose first socket is closed ends.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chain/isolation/bytes.hpp"
#include "chain/isolation/message_socket.hpp"
#include "moderato/filter.hpp"

namespace moderato::isolation {

enum class Message : std::uint8_t { start = 1, option, option_answer, started, failed, remember, check, done };

// Where the sockets and memories are in the filter's process: a socket and its memory, again and again.
inline constexpr int first_fd = 3;

// A decision with this action is none: its comment was erased, and is to be forgotten.
inline constexpr moderato_action erased_action = -1;

// How many requests may be handed over at once.
inline constexpr std::size_t most_at_once = 64;

struct Start {
  std::uint32_t protocol = 0;
  std::string name;
  std::string plugin_file;
  std::array<std::uint8_t, 16> secret{};
  std::uint32_t channels = 0;  // sockets for `check`
  std::uint64_t request_bytes = 0;
  std::uint64_t answer_bytes = 0;
  std::uint64_t memory_limit = 0;  // bytes of private memory
};

// What is known of a plugin that is loaded elsewhere.
struct Started {
  std::string content_hash;
  std::uint16_t abi_major = 0;
  std::uint16_t abi_minor = 0;
  std::uint32_t flags = 0;
  std::string build;
  std::string name;
  std::string version;
  std::string summary;
  bool remembers = false;
  std::int64_t lookback_microseconds = 0;
  std::int64_t lookback_decisions = 0;
};

struct Failed {
  bool loaded = false;  // the plugin could be loaded, but would not start
  std::string why;
};

// `count` requests of `bytes` in all are in the shared memory.
struct Requests {
  std::uint32_t count = 0;
  std::uint32_t bytes = 0;
};

[[nodiscard]] std::string to_message(const Start& start);
[[nodiscard]] std::string to_message(const Started& started);
[[nodiscard]] std::string to_message(const Failed& failed);
[[nodiscard]] std::string to_message(Message type, Requests requests);

// The type of a message; 0, which is none, for what has none.
[[nodiscard]] Message type_of(std::string_view message);

// False when it is no such message.
[[nodiscard]] bool read(std::string_view message, Start& start);
[[nodiscard]] bool read(std::string_view message, Started& started);
[[nodiscard]] bool read(std::string_view message, Failed& failed);
[[nodiscard]] bool read(std::string_view message, Requests& requests);

}  // namespace moderato::isolation
