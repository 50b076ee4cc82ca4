// A page of the feed's past, as the daemon's control endpoint answers the request `feed`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "feed/message.hpp"

namespace moderato::gateway {

struct Page {
  std::vector<Message> messages;
  Seq scanned;        // where the next page begins
  bool more = false;  // there is a next page already
};

// A mebibyte of them ends a page as well.
constexpr int page_messages = 500;

// What to ask for the page after a seq, of so many messages at most. The answer says `number` again.
[[nodiscard]] std::string page_request(Seq after, std::span<const Topic> topics, std::int64_t number,
                                       int messages = page_messages);

// Whether the answer is to the question with this number; one that names none is to any.
[[nodiscard]] bool answers(std::string_view head, std::int64_t number);

// Takes the frames of an answer. Errors: the daemon's own; feed.bad_answer.
[[nodiscard]] Result<Page> read_page(std::vector<std::string> frames);

}  // namespace moderato::gateway
