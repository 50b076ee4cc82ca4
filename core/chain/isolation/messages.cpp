#include "chain/isolation/messages.hpp"

#include "comment/json_text.hpp"

namespace moderato::isolation {
namespace {

// Calls `field` for each field in turn, for writing and reading alike: so the two can't differ.
template <class S, class F>
void fields(S& start, F&& field) requires std::is_same_v<std::remove_const_t<S>, Start> {
  field(start.protocol);
  field(start.name);
  field(start.plugin_file);
  for (auto& byte : start.secret) field(byte);
  field(start.channels);
  field(start.request_bytes);
  field(start.answer_bytes);
  field(start.memory_limit);
}

template <class S, class F>
void fields(S& started, F&& field) requires std::is_same_v<std::remove_const_t<S>, Started> {
  field(started.content_hash);
  field(started.abi_major);
  field(started.abi_minor);
  field(started.flags);
  field(started.build);
  field(started.name);
  field(started.version);
  field(started.summary);
  field(started.remembers);
  field(started.lookback_microseconds);
  field(started.lookback_decisions);
}

template <class S, class F>
void fields(S& failed, F&& field) requires std::is_same_v<std::remove_const_t<S>, Failed> {
  field(failed.loaded);
  field(failed.why);
}

template <class S, class F>
void fields(S& requests, F&& field) requires std::is_same_v<std::remove_const_t<S>, Requests> {
  field(requests.count);
  field(requests.bytes);
}

struct Writing {
  ByteWriter& out;
  void operator()(const std::string& text) { out.text(text); }
  void operator()(bool flag) { out.number(static_cast<std::uint8_t>(flag)); }
  template <Number T>
  void operator()(T number) {
    out.number(number);
  }
};

struct Reading {
  ByteReader& in;
  void operator()(std::string& text) { text = in.text(); }
  void operator()(bool& flag) { flag = in.number<std::uint8_t>() != 0; }
  template <Number T>
  void operator()(T& number) {
    number = in.number<T>();
  }
};

template <class S>
std::string write(Message type, const S& what) {
  std::string message(largest_message + 1, '\0');  // what is too large stays so, and is not sent
  ByteWriter out{message};
  out.number(static_cast<std::uint8_t>(type));
  fields(what, Writing{out});
  if (out.ok()) message.resize(out.size());
  return message;
}

// The filter's process may be damaged: what it says is not to be trusted.
struct Repairing {
  void operator()(std::string& text) { text = valid_utf8(text); }
  void operator()(auto&) {}
};

template <class S>
bool read_fields(std::string_view message, S& what) {
  ByteReader in{message};
  (void)in.number<std::uint8_t>();
  fields(what, Reading{in});
  return in.at_end();
}

}  // namespace

std::string to_message(const Start& start) {
  return write(Message::start, start);
}
std::string to_message(const Started& started) {
  return write(Message::started, started);
}
std::string to_message(const Failed& failed) {
  return write(Message::failed, failed);
}
std::string to_message(Message type, Requests requests) {
  std::array<char, 16> message{};  // small: there is one for every batch
  ByteWriter out{message};
  out.number(static_cast<std::uint8_t>(type));
  fields(requests, Writing{out});
  return {message.data(), out.size()};
}

Message type_of(std::string_view message) {
  const std::uint8_t type = ByteReader{message}.number<std::uint8_t>();
  return type <= static_cast<std::uint8_t>(Message::done) ? static_cast<Message>(type) : Message{};
}

bool read(std::string_view message, Start& start) {
  return type_of(message) == Message::start && read_fields(message, start);
}
bool read(std::string_view message, Started& started) {
  if (type_of(message) != Message::started || !read_fields(message, started)) return false;
  fields(started, Repairing{});
  return true;
}
bool read(std::string_view message, Failed& failed) {
  if (type_of(message) != Message::failed || !read_fields(message, failed)) return false;
  fields(failed, Repairing{});
  return true;
}
bool read(std::string_view message, Requests& requests) {
  return read_fields(message, requests);
}

}  // namespace moderato::isolation
