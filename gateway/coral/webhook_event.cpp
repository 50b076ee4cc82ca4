#include "coral/webhook_event.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/submission.hpp"
#include "comment/json_fields.hpp"
#include "coral/json_body.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_id = 256;
constexpr std::array<std::string_view, 4> about_comments{
    "COMMENT_CREATED", "COMMENT_REPLY_CREATED", "COMMENT_ENTERED_MODERATION_QUEUE", "COMMENT_LEFT_MODERATION_QUEUE"};

}  // namespace

std::variant<WebhookEvent, std::vector<api::FieldError>> read_webhook_event(std::string_view body) {
  const auto read = read_object(body);
  if (const auto* expected = std::get_if<std::string>(&read)) return std::vector<api::FieldError>{{"", *expected}};
  const auto& object = std::get<json::object>(read);
  std::vector<api::FieldError> errors;
  WebhookEvent event{.id = std::string{text_in(object, "id")}, .created_at = {}, .comment = {}};
  event.left_a_queue = text_in(object, "type") == "COMMENT_LEFT_MODERATION_QUEUE";
  if (!api::is_name(event.id, longest_id)) errors.push_back({"/id", "must have 1 to 256 bytes"});
  const auto created = parse_rfc3339(text_in(object, "createdAt"));
  if (created)
    event.created_at = *created;
  else
    errors.push_back({"/createdAt", "must be a time like 2026-11-23T08:15:00.000Z"});
  if (std::ranges::find(about_comments, text_in(object, "type")) != about_comments.end()) {
    const json::object* const data = object_in(object, "data");
    if (data != nullptr) event.comment = text_in(*data, "commentID");
    if (!api::is_name(event.comment, longest_id)) errors.push_back({"/data/commentID", "must have 1 to 256 bytes"});
  }
  if (!errors.empty()) return errors;
  return event;
}

}  // namespace moderato::gateway::coral
