#include "answer.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <span>

namespace moderato::external {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> statuses{"NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"};
constexpr std::array<std::string_view, 2> flags{"COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"};
constexpr std::array<std::string_view, 1> action_types{"FLAG"};
constexpr std::array<std::string_view, 2> tags{"FEATURED", "STAFF"};
constexpr std::array<std::string_view, 11> reason_codes{
    "OFFENSIVE",           "ABUSIVE",        "SPAM",        "BANNED_WORD",        "AD",   "ILLEGAL_CONTENT",
    "HARASSMENT_BULLYING", "MISINFORMATION", "HATE_SPEECH", "IRRELEVANT_CONTENT", "OTHER"};

// What was found, short enough for a log.
std::string shown(const json::value& value) {
  constexpr std::size_t longest = 40;
  const auto* text = value.if_string();
  if (text == nullptr) return "is a " + std::string{json::to_string(value.kind())};
  return "is \"" + std::string{text->data(), std::min(text->size(), longest)} + "\"";
}

const json::object& object(const json::value& value, std::string_view name) {
  if (!value.is_object()) throw WrongAnswer(std::string{name} + " " + shown(value) + ", expected an object");
  return value.get_object();
}
const json::array& array(const json::value& value, std::string_view name) {
  if (!value.is_array()) throw WrongAnswer(std::string{name} + " " + shown(value) + ", expected an array");
  return value.get_array();
}

// The place among `choices`.
std::size_t choice(const json::value& value, const std::string& name, std::span<const std::string_view> choices) {
  if (const auto* text = value.if_string())
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (choices[i] == std::string_view{text->data(), text->size()}) return i;
  std::string what = name + " " + shown(value) + ", expected ";
  for (std::size_t i = 0; i < choices.size(); ++i) what.append(i == 0 ? "" : " or ").append(choices[i]);
  throw WrongAnswer(what);
}

std::size_t required_choice(const json::object& from, const char* key, const std::string& name,
                            std::span<const std::string_view> choices) {
  const json::value* value = from.if_contains(key);
  if (value == nullptr) throw WrongAnswer(name + "." + key + " is missing");
  return choice(*value, name + "." + key, choices);
}

std::string text_of(const json::object& from, const char* key, const std::string& name) {
  const json::value* value = from.if_contains(key);
  if (value == nullptr) return {};
  const auto* text = value->if_string();
  if (text == nullptr) throw WrongAnswer(name + "." + key + " " + shown(*value) + ", expected a string");
  return {text->data(), text->size()};
}

std::vector<Flag> read_actions(const json::value& value) {
  std::vector<Flag> found;
  const json::array& actions = array(value, "actions");
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const std::string name = "actions[" + std::to_string(i) + "]";
    const json::object& action = object(actions[i], name);
    (void)required_choice(action, "actionType", name, action_types);
    found.push_back(static_cast<Flag>(required_choice(action, "reason", name, flags)));
  }
  return found;
}

void check_tags(const json::value& value) {
  const json::array& given = array(value, "tags");
  if (given.empty()) throw WrongAnswer("tags is empty, expected FEATURED or STAFF in it");
  for (std::size_t i = 0; i < given.size(); ++i) (void)choice(given[i], "tags[" + std::to_string(i) + "]", tags);
}

std::optional<RejectionReason> read_moderation_action(const json::value& value) {
  const json::object& action = object(value, "moderationAction");
  if (const json::value* status = action.if_contains("status"))
    (void)choice(*status, "moderationAction.status", statuses);
  const json::value* given = action.if_contains("rejectionReason");
  if (given == nullptr) return std::nullopt;
  const std::string name = "moderationAction.rejectionReason";
  const json::object& from = object(*given, name);
  RejectionReason reason;
  if (const json::value* code = from.if_contains("code"))
    reason.code = static_cast<ReasonCode>(choice(*code, name + ".code", reason_codes));
  reason.legal_grounds = text_of(from, "legalGrounds", name);
  reason.explanation = text_of(from, "detailedExplanation", name);
  reason.custom = text_of(from, "customReason", name);
  return reason;
}

}  // namespace

Answer parse_answer(std::string_view body) {
  Answer answer;
  if (body.empty()) return answer;
  json::error_code error;
  const json::value root = json::parse({body.data(), body.size()}, error);
  if (error) throw WrongAnswer("it is no JSON: " + error.message());
  const json::object& fields = object(root, "it");
  if (const json::value* actions = fields.if_contains("actions")) answer.flags = read_actions(*actions);
  if (const json::value* given = fields.if_contains("tags")) check_tags(*given);
  if (const json::value* action = fields.if_contains("moderationAction"))
    answer.reason = read_moderation_action(*action);
  if (const json::value* status = fields.if_contains("status"))
    answer.status = static_cast<Status>(choice(*status, "status", statuses));
  return answer;
}

}  // namespace moderato::external
