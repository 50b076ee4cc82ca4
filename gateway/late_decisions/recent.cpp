#include "late_decisions/recent.hpp"

#include <boost/json.hpp>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

std::string key_of(std::string_view site, std::string_view id) {
  return std::string{site}.append(1, '\0').append(id);
}

}  // namespace

std::optional<DecidedComment> decided_comment(const Message& message) {
  json::error_code failed;
  const json::value comment = json::parse(message.comment, failed);
  if (failed || !comment.is_object()) return std::nullopt;
  const json::value verdict = json::parse(message.verdict, failed);
  if (failed || !verdict.is_object()) return std::nullopt;
  const json::object& said = verdict.get_object();
  const auto action = action_from(text_in(said, "action"));
  DecidedComment out;
  out.site = text_in(comment.get_object(), "site");
  if (out.site.empty()) out.site = "default";
  out.id = text_in(comment.get_object(), "id");
  if (out.id.empty()) return std::nullopt;
  if (!action && message.topic != Topic::erased) return std::nullopt;
  out.decided = {.at = {message.seq, std::string{text_in(said, "decided_at")}},
                 .topic = message.topic,
                 .action = action.value_or(Action::hold),
                 .by_person = text_in(said, "decided_by") != "chain"};
  return out;
}

void RecentDecisions::add(const DecidedComment& comment) {
  std::string key = key_of(comment.site, comment.id);
  newest_.insert_or_assign(key, comment.decided);
  order_.push_back({std::move(key), comment.decided.at.seq});
  while (order_.size() > most_) {
    const auto found = newest_.find(order_.front().key);
    if (found != newest_.end() && found->second.at.seq == order_.front().seq) newest_.erase(found);
    order_.pop_front();
  }
}

std::optional<Decided> RecentDecisions::find(std::string_view site, std::string_view id) const {
  const auto found = newest_.find(key_of(site, id));
  if (found == newest_.end()) return std::nullopt;
  return found->second;
}

void RecentDecisions::clear() {
  order_.clear();
  newest_.clear();
}

}  // namespace moderato::gateway
