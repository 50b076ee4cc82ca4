#include "feed/message.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

std::optional<Topic> topic_of(std::string_view word) {
  for (const Topic topic : {Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased})
    if (to_string(topic) == word) return topic;
  return std::nullopt;
}

}  // namespace

std::optional<Message> read_message(std::string_view topic, std::string_view seq, std::string comment,
                                    std::string verdict) {
  const auto known = topic_of(topic.substr(0, topic.find('/')));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(seq.data(), seq.data() + seq.size(), number);
  if (!known || error != std::errc{} || end != seq.data() + seq.size() || number < 1) return std::nullopt;
  return Message{*known, {number}, std::move(comment), std::move(verdict)};
}

std::vector<const Message*> in_order(std::span<const Message> messages, Seq after) {
  std::vector<const Message*> ordered;
  ordered.reserve(messages.size());
  for (const Message& message : messages)
    if (message.seq > after) ordered.push_back(&message);
  std::ranges::stable_sort(ordered, {}, &Message::seq);
  const auto again = std::ranges::unique(ordered, {}, &Message::seq);
  ordered.erase(again.begin(), again.end());
  return ordered;
}

DecisionMarks marks_of(std::string_view verdict) {
  DecisionMarks marks;
  json::error_code failed;
  const json::value parsed = json::parse({verdict.data(), verdict.size()}, failed);
  if (failed || !parsed.is_object()) return marks;
  if (const json::value* revision = parsed.get_object().if_contains("revision"))
    if (const auto number = revision->to_number<std::uint32_t>(failed); !failed) marks.revision = number;
  if (const json::value* time = parsed.get_object().if_contains("decided_at"); time != nullptr && time->is_string())
    marks.decided_at = time->get_string().c_str();
  marks.staff = std::ranges::any_of(list_in(parsed.get_object(), "reasons"), [](const json::value& reason) {
    return reason.is_object() && text_in(reason.get_object(), "code") == "membership.staff";
  });
  return marks;
}

}  // namespace moderato::gateway
