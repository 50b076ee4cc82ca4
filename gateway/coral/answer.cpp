#include "coral/answer.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "comment/json_fields.hpp"
#include "moderato/text/utf8.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;
namespace {

// GQLCOMMENT_FLAG_DETECTED_REASON, of which Coral takes these two.
enum class Flag : std::uint8_t { none, toxic, spam };

// REJECTION_REASON_CODE, as far as our filters know it.
enum class Reason : std::uint8_t {
  offensive,
  abusive,
  spam,
  banned_word,
  harassment_bullying,
  hate_speech,
  irrelevant_content,
  other
};

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::offensive:
      return "OFFENSIVE";
    case Reason::abusive:
      return "ABUSIVE";
    case Reason::spam:
      return "SPAM";
    case Reason::banned_word:
      return "BANNED_WORD";
    case Reason::harassment_bullying:
      return "HARASSMENT_BULLYING";
    case Reason::hate_speech:
      return "HATE_SPEECH";
    case Reason::irrelevant_content:
      return "IRRELEVANT_CONTENT";
    case Reason::other:
      return "OTHER";
  }
  return "OTHER";
}

struct Meaning {
  std::string_view code;  // of a filter's finding; or what it begins with
  Flag flag;
  Reason reason;
};

// The first that fits.
constexpr std::array meanings{
    Meaning{"civility.language", Flag::none, Reason::other},
    Meaning{"civility.identity_attack", Flag::toxic, Reason::hate_speech},
    Meaning{"civility.threat", Flag::toxic, Reason::harassment_bullying},
    Meaning{"civility.profanity", Flag::toxic, Reason::offensive},
    Meaning{"civility.sexually_explicit", Flag::toxic, Reason::offensive},
    Meaning{"civility.", Flag::toxic, Reason::abusive},
    Meaning{"wordlist.", Flag::none, Reason::banned_word},
    Meaning{"duplicate.", Flag::spam, Reason::spam},
    Meaning{"links.", Flag::spam, Reason::spam},
    Meaning{"rate.", Flag::spam, Reason::spam},
    Meaning{"thread.other_article", Flag::none, Reason::irrelevant_content},
    Meaning{"", Flag::none, Reason::other},
};

const Meaning& meaning_of(std::string_view code) {
  return *std::ranges::find_if(meanings, [code](const Meaning& each) { return code.starts_with(each.code); });
}

// What filters in force found with this action, without those that failed.
std::vector<const json::object*> reasons_with(const json::object& verdict, std::string_view action) {
  std::vector<const json::object*> found;
  for (const json::value& each : list_in(verdict, "reasons")) {
    const json::object* const reason = each.if_object();
    if (reason != nullptr && text_in(*reason, "action") == action && !flag_in(*reason, "shadow") &&
        !flag_in(*reason, "error"))
      found.push_back(reason);
  }
  return found;
}

std::string_view cut(std::string_view text) {
  constexpr std::size_t most_bytes = 1'000;
  if (text.size() <= most_bytes) return text;
  std::size_t size = most_bytes;
  while (size > 0 && text::is_continuation(text[size])) --size;
  return text.substr(0, size);
}

std::string_view status_of(CoralSettings::Held held) {
  switch (held) {
    case CoralSettings::Held::system_withheld:
      return "SYSTEM_WITHHELD";
    case CoralSettings::Held::premod:
      return "PREMOD";
  }
  return "SYSTEM_WITHHELD";
}

json::object flag_action(std::string_view reason) {
  return {{"actionType", "FLAG"}, {"reason", reason}};
}

std::string held(const json::object& verdict, const AnswerSettings& settings) {
  json::object answer{{"status", status_of(settings.held)}};
  bool toxic = false;
  bool spam = false;
  for (const json::object* const reason : reasons_with(verdict, "hold")) {
    const Flag flag = meaning_of(text_in(*reason, "code")).flag;
    toxic |= flag == Flag::toxic;
    spam |= flag == Flag::spam;
  }
  json::array actions;
  if (toxic) actions.push_back(flag_action("COMMENT_DETECTED_TOXIC"));
  if (spam) actions.push_back(flag_action("COMMENT_DETECTED_SPAM"));
  if (!actions.empty()) answer["actions"] = std::move(actions);
  return json::serialize(answer);
}

std::string rejected(const json::object& verdict, const AnswerSettings& settings) {
  json::object answer{{"status", "REJECTED"}};
  if (settings.reasons) {
    json::object why{{"code", to_string(Reason::other)}};
    if (const auto found = reasons_with(verdict, "reject"); !found.empty()) {
      const json::object& first = *found.front();
      why["code"] = to_string(meaning_of(text_in(first, "code")).reason);
      if (const auto message = text_in(first, "message"); !message.empty()) why["detailedExplanation"] = cut(message);
    }
    answer["moderationAction"] = {{"status", "REJECTED"}, {"rejectionReason", std::move(why)}};
  }
  return json::serialize(answer);
}

std::string approved(const AnswerSettings& settings) {
  switch (settings.approved) {
    case CoralSettings::Approved::no_opinion:
      return "{}";
    case CoralSettings::Approved::approved:
      return R"({"status":"APPROVED"})";
  }
  return "{}";
}

}  // namespace

std::string phase_answer(const json::object& verdict, const AnswerSettings& settings) {
  const std::string_view action = text_in(verdict, "action");
  if (action == "approve") return approved(settings);
  return action == "reject" ? rejected(verdict, settings) : held(verdict, settings);
}

std::string held_answer(const AnswerSettings& settings) {
  return held({}, settings);
}

}  // namespace moderato::gateway::coral
