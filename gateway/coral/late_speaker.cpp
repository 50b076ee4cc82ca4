#include "coral/late_speaker.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "comment/json_fields.hpp"
#include "coral/plain_text.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;
namespace {

// The status that Coral was told of the comment, and so has it under.
Status told_status(const LateDecision& decision) {
  json::error_code failed;
  const json::value data = json::parse(decision.awaited.data, failed);
  if (failed || !data.is_object()) return Status::none;
  return status_from(text_in(data.get_object(), "told")).value_or(Status::none);
}

// What an answer holds says what was asked.
bool holds(const http_client::Answer& answer, std::string_view member) {
  json::error_code failed;
  const json::value parsed = json::parse(answer.body, failed);
  const json::object* const object = failed ? nullptr : parsed.if_object();
  const json::object* const data = object == nullptr ? nullptr : object_in(*object, "data");
  return data != nullptr && data->contains(member);
}

}  // namespace

std::optional<Mutation> mutation_for(Action decided, Status there) {
  switch (decided) {
    case Action::approve:
      return is_published(there) ? std::nullopt : std::optional{Mutation::approve};
    case Action::reject:
      return there == Status::rejected ? std::nullopt : std::optional{Mutation::reject};
    case Action::hold:
    case Action::pass:
      return is_published(there) ? std::optional{Mutation::flag} : std::nullopt;
  }
  return std::nullopt;
}

LateSpeaker LateSpeaking::speaker() {
  LateSpeaker speaker;
  speaker.request_of = [this](const LateDecision& decision) { return first(decision); };
  speaker.next = [this](const LateDecision& decision,
                        const http_client::Answer& answer) -> std::optional<http_client::Request> {
    Step next = step(decision, answer);
    auto* const request = std::get_if<http_client::Request>(&next);
    if (request == nullptr) return std::nullopt;
    ++counters_.calls;
    return std::move(*request);
  };
  speaker.judge = [this](const LateDecision& decision, const http_client::Answer& answer) {
    return judge(decision, answer);
  };
  speaker.ca_file = site_.settings.ca_file;
  return speaker;
}

std::optional<http_client::Request> LateSpeaking::first(const LateDecision& decision) {
  if (!site_.graphql) return std::nullopt;
  const auto link = links_.find(site_.name, decision.awaited.id);
  if (!link) return std::nullopt;
  ++counters_.calls;
  return link->coral.empty() ? find_comments(*site_.graphql, link->story, told_status(decision))
                             : read_comment(*site_.graphql, link->coral);
}

LateSpeaking::Step LateSpeaking::step(const LateDecision& decision, const http_client::Answer& answer) {
  const auto link = links_.find(site_.name, decision.awaited.id);
  if (!link) return Telling::done;
  if (holds(answer, "comments")) {
    const auto found = comments_in(answer);
    return found ? after_search(decision, *link, *found) : Step{found.error()};
  }
  if (holds(answer, "comment")) {
    const auto read = comment_in(answer);
    if (!read) return read.error();
    if (!read->comment) return Telling::done;  // it was deleted
    return after_read(decision, *link, *read->comment);
  }
  const auto done = done_in(answer);
  return done ? Step{Telling::done} : Step{done.error()};
}

LateSpeaking::Step LateSpeaking::after_search(const LateDecision& decision, const Link& link,
                                              const std::vector<CoralComment>& found) {
  const auto ours = std::ranges::find_if(found, [&](const CoralComment& each) { return is_ours(link, each); });
  if (ours == found.end()) return Telling::again;  // it may not be there yet
  if (links_.learn(site_.name, link.mark, ours->id)) ++counters_.ids_learnt;
  return after_read(decision, link, *ours);
}

LateSpeaking::Step LateSpeaking::after_read(const LateDecision& decision, const Link& link,
                                            const CoralComment& comment) {
  // Another text: it was edited, and the edit is decided on by itself.
  if (!is_ours(link, comment)) return Telling::done;
  const auto mutation = mutation_for(decision.action, comment.status);
  if (!mutation) return Telling::done;
  return mutate(*site_.graphql, *mutation, comment, decision.decision.seq.value);
}

Telling LateSpeaking::judge(const LateDecision& decision, const http_client::Answer& answer) {
  const Step last = step(decision, answer);
  if (const auto* const error = std::get_if<Error>(&last)) {
    ++counters_.failed_calls;
    const bool is_told = !answer.accepted();  // by LateDecisions
    if (!is_told && std::exchange(told_, error->message) != error->message)
      log_->error("Coral of {} can't be told what was decided: {} {}", site_.name, site_.graphql->url.name(),
                  error->message);
    // It does not know such a request; all else may be well later.
    constexpr unsigned bad_request = 400;
    return answer.status == bad_request ? Telling::never : Telling::again;
  }
  told_.clear();
  const auto* const telling = std::get_if<Telling>(&last);
  if (telling == nullptr) return Telling::again;
  if (*telling == Telling::done && !holds(answer, "comment") && !holds(answer, "comments")) ++counters_.told;
  return *telling;
}

bool LateSpeaking::is_ours(const Link& link, const CoralComment& comment) const {
  return ids_.mark_of(comment.story, comment.author, letters_of_html(comment.body)) == link.mark;
}

}  // namespace moderato::gateway::coral
