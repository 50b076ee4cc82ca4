#include "answer.hpp"

#include <array>
#include <limits>

#include "fields.hpp"

namespace moderato::remote {
namespace {

using namespace std::string_view_literals;
namespace json = boost::json;

// What the host takes from a filter (core/chain/finding_check.hpp).
constexpr std::size_t longest_code = 64;
constexpr std::size_t longest_sentence = 2'000;
constexpr std::size_t longest_error = 400;
constexpr std::size_t most_spans = 1'000;
constexpr std::size_t most_scores = 64;

Action action_of(const Fields& fields) {
  fields.need("action");
  const json::value& found = *fields.find("action");
  if (const json::string* const name = found.if_string())
    for (const Action action : {Action::pass, Action::hold, Action::reject, Action::approve})
      if (to_string(action) == std::string_view{*name}) return action;
  wrong("action", R"("pass", "hold", "reject" or "approve")", found);
}

bool is_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= longest_code && name.find_first_not_of(allowed) == std::string_view::npos;
}

std::string code_of(const Fields& fields, Action action) {
  const json::value* const found = fields.find("code");
  if (found == nullptr && action == Action::pass) return {};
  fields.need("code");
  const std::string_view code = text("code", *found, longest_code);
  if (!is_name(code)) wrong("code", "letters, digits and . _ -, like \"shouting.capitals\"", *found);
  return std::string{code};
}

std::vector<Span> spans_of(const Fields& fields) {
  std::vector<Span> spans;
  const json::array* const list = fields.array("spans");
  if (list == nullptr) return spans;
  if (list->size() > most_spans) throw Wrong("\"spans\" has more than " + std::to_string(most_spans));
  for (const json::value& each : *list) {
    const json::array* const pair = each.if_array();
    if (pair == nullptr || pair->size() != 2) throw Wrong(R"("spans": expected pairs like [0, 5])");
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    spans.push_back({static_cast<std::uint32_t>(whole("spans", (*pair)[0], most)),
                     static_cast<std::uint32_t>(whole("spans", (*pair)[1], most))});
  }
  return spans;
}

std::vector<float> weights_of(const Fields& fields, std::size_t spans) {
  std::vector<float> weights;
  const json::array* const list = fields.array("weights");
  if (list == nullptr) return weights;
  if (list->size() != spans)
    throw Wrong("\"weights\" has " + std::to_string(list->size()) + " numbers for " + std::to_string(spans) + " spans");
  for (const json::value& each : *list) {
    const double weight = number("weights", each);
    constexpr double most = std::numeric_limits<float>::max();
    if (weight > most || weight < -most) wrong("weights", "numbers of a size that a float can have", each);
    weights.push_back(static_cast<float>(weight));
  }
  return weights;
}

std::vector<Score> scores_of(const Fields& fields) {
  std::vector<Score> scores;
  const json::object* const object = fields.object("scores");
  if (object == nullptr) return scores;
  if (object->size() > most_scores) throw Wrong("\"scores\" has more than " + std::to_string(most_scores));
  for (const auto& each : *object) {
    const std::string_view name = each.key();
    if (!is_name(name)) throw Wrong("\"scores\": \"" + shortened(name) + "\" is no name: letters, digits and . _ -");
    scores.push_back({std::string{name}, share("scores." + std::string{name}, each.value())});
  }
  return scores;
}

bool follows_parent(const Fields& fields) {
  const json::value* const found = fields.find("follows_parent");
  if (found == nullptr) return false;
  if (!found->is_bool()) wrong("follows_parent", "true or false", *found);
  return found->get_bool();
}

Finding finding_of(const Fields& fields) {
  fields.only(std::array{"id"sv, "action"sv, "code"sv, "message"sv, "score"sv, "spans"sv, "weights"sv, "scores"sv,
                         "follows_parent"sv});
  Finding finding;
  finding.action = action_of(fields);
  finding.code = code_of(fields, finding.action);
  finding.message = fields.text("message", "", longest_sentence);
  finding.score = fields.share("score", 0);
  finding.spans = spans_of(fields);
  finding.weights = weights_of(fields, finding.spans.size());
  finding.scores = scores_of(fields);
  finding.follows_parent = follows_parent(fields);
  return finding;
}

Answer answer_of(const json::object& object) {
  const Fields fields{object};
  fields.need("id");
  Answer answer{.id = fields.whole("id", 0, std::numeric_limits<std::uint64_t>::max()), .finding = {}, .error = {}};
  try {
    if (fields.find("error") != nullptr) {
      fields.only(std::array{"id"sv, "error"sv});
      answer.error = fields.text("error", "", longest_error);
    } else {
      answer.finding = finding_of(fields);
    }
  } catch (const Wrong& wrong) {
    answer.error = std::string{"its program answered wrongly: "} + wrong.what();
  }
  return answer;
}

}  // namespace

std::vector<Answer> read_answers(const json::object& message) {
  std::vector<Answer> answers;
  if (message.empty()) return answers;
  const Fields fields{message};
  const json::array* const list = fields.array("answers");
  if (list == nullptr) {
    answers.push_back(answer_of(message));
    return answers;
  }
  fields.only(std::array{"answers"sv});
  for (const json::value& each : *list) {
    if (!each.is_object()) wrong("answers", "objects", each);
    answers.push_back(answer_of(each.get_object()));
  }
  return answers;
}

}  // namespace moderato::remote
