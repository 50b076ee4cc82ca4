// A filter's options across the border of its process: they are read where the configuration is, so that mistakes are
// found, placed and worded as for any other filter.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "chain/isolation/message_socket.hpp"
#include "moderato/abi.h"

namespace moderato::isolation {

// Answers one question, `Message::option`, from the options themselves: sends what is to be sent. False when the
// question is none, or the answer could not be sent.
[[nodiscard]] bool answer_option(std::string_view question, const moderato_options& options,
                                 const MessageSocket& socket);

// Options that ask the other end. When that is gone they give the fallbacks: whatever is started then ends soon.
class RemoteOptions {
 public:
  explicit RemoteOptions(MessageSocket& socket);
  RemoteOptions(const RemoteOptions&) = delete;
  RemoteOptions& operator=(const RemoteOptions&) = delete;

  // As long as this object lives, as do the strings it gives.
  [[nodiscard]] const moderato_options& raw() const { return raw_; }

 private:
  struct Getters;

  [[nodiscard]] moderato_string keep_string(moderato_string text);

  MessageSocket& socket_;
  std::deque<std::string> kept_;  // addresses stay
  moderato_options raw_{};
};

}  // namespace moderato::isolation
