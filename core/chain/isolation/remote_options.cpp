#include "chain/isolation/remote_options.hpp"

#include <cstdint>
#include <vector>

#include "chain/isolation/messages.hpp"

namespace moderato::isolation {
namespace {

enum class Question : std::uint8_t { integer = 1, number, boolean, string, choice, list, path, duration, refuse };

// Writes a message of any length up to the largest.
class MessageWriter {
 public:
  explicit MessageWriter(Message type) { out_.number(static_cast<std::uint8_t>(type)); }
  MessageWriter(Message type, Question question, moderato_string name) : MessageWriter(type) {
    out_.number(static_cast<std::uint8_t>(question));
    out_.string(name);
  }
  [[nodiscard]] ByteWriter& out() { return out_; }
  [[nodiscard]] bool send(const MessageSocket& to) const { return out_.ok() && to.send({room_.data(), out_.size()}); }

 private:
  std::vector<char> room_ = std::vector<char>(largest_message);
  ByteWriter out_{room_};
};

template <Number T>
bool send_number(const MessageSocket& socket, T value) {
  MessageWriter answer{Message::option_answer};
  answer.out().number(value);
  return answer.send(socket);
}

bool send_string(const MessageSocket& socket, moderato_string value) {
  MessageWriter answer{Message::option_answer};
  answer.out().string(value);
  return answer.send(socket);
}

// Every entry, each after a 1; then a 0 and whether there is such a list.
bool send_list(const MessageSocket& socket, const moderato_options& options, moderato_string name) {
  struct Sending {
    const MessageSocket& socket;
    bool ok = true;
  } sending{socket};
  const auto each = [](void* to, moderato_string entry) {
    auto& into = *static_cast<Sending*>(to);
    MessageWriter answer{Message::option_answer};
    answer.out().number(std::uint8_t{1});
    answer.out().string(entry);
    into.ok = into.ok && answer.send(into.socket);
  };
  const std::uint32_t found = options.list(options.host, name, each, &sending);
  MessageWriter end{Message::option_answer};
  end.out().number(std::uint8_t{0});
  end.out().number(found);
  return sending.ok && end.send(socket);
}

bool send_choice(const MessageSocket& socket, const moderato_options& options, moderato_string name, ByteReader& in) {
  const auto fallback = in.number<std::uint64_t>();
  const auto count = in.number<std::uint32_t>();
  std::vector<moderato_string> choices;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) choices.push_back(in.string());
  if (!in.at_end()) return false;
  return send_number(socket, std::uint64_t{options.choice(options.host, name, static_cast<std::size_t>(fallback),
                                                          choices.data(), choices.size())});
}

}  // namespace

bool answer_option(std::string_view question, const moderato_options& options, const MessageSocket& socket) {
  ByteReader in{question};
  if (in.number<std::uint8_t>() != static_cast<std::uint8_t>(Message::option)) return false;
  const auto kind = in.number<std::uint8_t>();
  const moderato_string name = in.string();
  if (!in.ok() || name.data == nullptr) return false;
  void* host = options.host;
  switch (static_cast<Question>(kind)) {
    case Question::integer:
    case Question::duration: {
      const auto fallback = in.number<std::int64_t>();
      const auto least = in.number<std::int64_t>();
      const auto most = in.number<std::int64_t>();
      const auto get = static_cast<Question>(kind) == Question::integer ? options.integer : options.duration;
      return in.at_end() && send_number(socket, get(host, name, fallback, least, most));
    }
    case Question::number: {
      const auto fallback = in.number<double>();
      const auto least = in.number<double>();
      const auto most = in.number<double>();
      return in.at_end() && send_number(socket, options.number(host, name, fallback, least, most));
    }
    case Question::boolean: {
      const auto fallback = in.number<std::uint32_t>();
      return in.at_end() && send_number(socket, options.boolean(host, name, fallback));
    }
    case Question::string:
    case Question::path: {
      const moderato_string fallback = in.string();
      const auto get = static_cast<Question>(kind) == Question::string ? options.string : options.path;
      return in.at_end() && send_string(socket, get(host, name, fallback));
    }
    case Question::choice:
      return send_choice(socket, options, name, in);
    case Question::list:
      return in.at_end() && send_list(socket, options, name);
    case Question::refuse: {
      const moderato_string message = in.string();
      if (!in.at_end()) return false;
      options.refuse(host, name, message);
      return send_number(socket, std::uint8_t{0});
    }
  }
  return false;
}

// The ABI's functions, on the side of the plugin.
struct RemoteOptions::Getters {
  static RemoteOptions& self(void* host) { return *static_cast<RemoteOptions*>(host); }

  // Reads the next answer; nothing when there is none.
  static std::string_view answer(RemoteOptions& self) {
    const auto received = self.socket_.receive();
    if (received.what != MessageSocket::Received::What::message || type_of(received.message) != Message::option_answer)
      return {};
    return received.message.substr(1);
  }
  static std::string_view ask(RemoteOptions& self, const MessageWriter& question) {
    return question.send(self.socket_) ? answer(self) : std::string_view{};
  }

  template <Number T>
  static T ask_number(void* host, const MessageWriter& question, T fallback) {
    ByteReader in{ask(self(host), question)};
    const T value = in.number<T>();
    return in.at_end() ? value : fallback;
  }
  template <Number T>
  static T ranged(void* host, Question kind, moderato_string name, T fallback, T least, T most) {
    MessageWriter question{Message::option, kind, name};
    question.out().number(fallback);
    question.out().number(least);
    question.out().number(most);
    return ask_number(host, question, fallback);
  }
  static moderato_string ask_string(void* host, Question kind, moderato_string name, moderato_string fallback) {
    MessageWriter question{Message::option, kind, name};
    question.out().string(fallback);
    ByteReader in{ask(self(host), question)};
    const moderato_string value = in.string();
    return self(host).keep_string(in.at_end() ? value : fallback);
  }

  static std::int64_t integer(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                              std::int64_t most) noexcept {
    return ranged(host, Question::integer, name, fallback, least, most);
  }
  static double number(void* host, moderato_string name, double fallback, double least, double most) noexcept {
    return ranged(host, Question::number, name, fallback, least, most);
  }
  static std::int64_t duration(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) noexcept {
    return ranged(host, Question::duration, name, fallback, least, most);
  }
  static std::uint32_t boolean(void* host, moderato_string name, std::uint32_t fallback) noexcept {
    MessageWriter question{Message::option, Question::boolean, name};
    question.out().number(fallback);
    return ask_number(host, question, fallback);
  }
  static moderato_string string(void* host, moderato_string name, moderato_string fallback) noexcept {
    return ask_string(host, Question::string, name, fallback);
  }
  static moderato_string path(void* host, moderato_string name, moderato_string fallback) noexcept {
    return ask_string(host, Question::path, name, fallback);
  }
  static std::size_t choice(void* host, moderato_string name, std::size_t fallback, const moderato_string* choices,
                            std::size_t count) noexcept {
    MessageWriter question{Message::option, Question::choice, name};
    question.out().number(std::uint64_t{fallback});
    question.out().number(static_cast<std::uint32_t>(count));
    for (std::size_t i = 0; i < count; ++i) question.out().string(choices[i]);
    return static_cast<std::size_t>(ask_number(host, question, std::uint64_t{fallback}));
  }
  static std::uint32_t list(void* host, moderato_string name, void (*each)(void* to, moderato_string entry),
                            void* to) noexcept {
    std::string_view next = ask(self(host), MessageWriter{Message::option, Question::list, name});
    while (true) {
      ByteReader in{next};
      if (in.number<std::uint8_t>() == 0) return in.number<std::uint32_t>();
      each(to, self(host).keep_string(in.string()));
      next = answer(self(host));
    }
  }
  static void refuse(void* host, moderato_string name, moderato_string message) noexcept {
    MessageWriter question{Message::option, Question::refuse, name};
    question.out().string(message);
    (void)ask(self(host), question);
  }
};

RemoteOptions::RemoteOptions(MessageSocket& socket) : socket_(socket) {
  raw_ = {sizeof(moderato_options), this,
          &Getters::integer,        &Getters::number,
          &Getters::boolean,        &Getters::string,
          &Getters::choice,         &Getters::list,
          &Getters::path,           &Getters::duration,
          &Getters::refuse};
}

moderato_string RemoteOptions::keep_string(moderato_string text) {
  if (text.data == nullptr) return text;
  return abi::string(kept_.emplace_back(abi::view(text)));
}

}  // namespace moderato::isolation
