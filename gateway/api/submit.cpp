#include "api/submit.hpp"

#include <atomic>
#include <boost/json.hpp>
#include <utility>

#include "api/decision_json.hpp"
#include "api/problems.hpp"
#include "api/submission.hpp"
#include "api/undecided.hpp"
#include "comment/json_fields.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
using http::Request;
using http::Responder;

struct SubmissionState {
  explicit SubmissionState(const SubmissionParts& given) : parts(given) {}

  // Says so once, until the daemon has answered again.
  void trouble(const Error& error) {
    if (!said.exchange(true)) parts.log->error("comments can't be handed in: {} ({})", error.message, error.code);
  }

  SubmissionParts parts;
  Undecided undecided;
  std::atomic<bool> said = false;
};

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes hand_in_for{10};

json::object explain(std::string_view site, std::string_view id) {
  return {{"request", "explain"}, {"site", site}, {"id", id}};
}

// What the ledger has of a comment.
struct Known {
  explicit Known(const json::object& explained) : comment(*object_in(explained, "comment")) {
    const json::array& history = list_in(explained, "history");
    if (!history.empty() && history.back().is_object()) verdict = history.back().get_object();
    published = flag_in(explained, "published");
  }
  [[nodiscard]] std::string_view author() const {
    const json::object* const found = object_in(comment, "author");
    return found == nullptr ? std::string_view{} : text_in(*found, "id");
  }
  [[nodiscard]] json::object decision() const {
    const Time decided = parse_rfc3339(text_in(verdict, "decided_at")).value_or(Time{});
    return decision_json(comment, &verdict, published, decided);
  }

  json::object comment;
  json::object verdict;  // the newest
  bool published = false;
};

// Nothing: the daemon has no such comment. Error: it could not be asked.
Result<std::optional<Known>> known_of(const Result<json::object>& explained) {
  if (explained && object_in(*explained, "comment") != nullptr) return std::optional{Known{*explained}};
  if (!explained && explained.error().code != "control.not_found") return explained.error();
  return std::optional<Known>{};
}

std::string decision_path(std::string_view site, std::string_view id) {
  return "/api/v1/sites/" + percent_encoded(site) + "/comments/" + percent_encoded(id) + "/decision";
}

// The way of one submission: each step calls the next from whatever thread has brought the answer.
class Submitting : public std::enable_shared_from_this<Submitting> {
 public:
  Submitting(std::shared_ptr<SubmissionState> state, Responder responder, Submission submission, Arrival arrival)
      : state_(std::move(state)),
        responder_(std::move(responder)),
        submission_(std::move(submission)),
        arrival_(std::move(arrival)),
        frame_(comment_frame(submission_, arrival_)),
        comment_(json::parse(frame_).as_object()) {}

  void begin() {
    auto hold = state_->undecided.enter(arrival_.site, arrival_.id, {arrival_.author_id, comment_});
    if (!hold) return refuse("comment.id_taken");
    hold_.emplace(std::move(*hold));
    if (!submission_.id) return ask_for_parent();
    state_->parts.control.ask(explain(arrival_.site, arrival_.id), Control::Lost::ask_again,
                              [self = shared_from_this()](const auto& answer) { self->compare(answer); });
  }

 private:
  // With what the daemon has under this id.
  void compare(const Result<json::object>& answer) {
    auto known = known_of(answer);
    if (!known) return give_up(known.error());
    if (!*known) return ask_for_parent();
    known_ = std::move(*known);
    if (known_->author() != arrival_.author_id) return refuse("comment.id_taken");
    if (text_in(known_->comment, "article") != arrival_.article ||
        text_in(known_->comment, "parent") != submission_.parent.value_or(""))
      return refuse("comment.moved");
    hand_in();
  }

  void ask_for_parent() {
    if (!submission_.parent) return hand_in();
    state_->parts.control.ask(explain(arrival_.site, *submission_.parent), Control::Lost::ask_again,
                              [self = shared_from_this()](const auto& answer) {
                                const auto parent = known_of(answer);
                                if (!parent) return self->give_up(parent.error());
                                const bool there = *parent && (*parent)->published &&
                                                   text_in((*parent)->comment, "article") == self->arrival_.article;
                                there ? self->hand_in() : self->refuse("not_found");
                              });
  }

  void hand_in() {
    state_->parts.desk.submit(arrival_.site, arrival_.id, frame_,
                              [self = shared_from_this()](const auto& verdict) { self->decided(verdict); });
  }

  void decided(const Result<std::string>& answer) {
    if (!answer && answer.error().code == "desk.no_answer") return wait();
    if (!answer) return give_up(answer.error());
    state_->said = false;
    json::error_code failed;
    const json::value verdict = json::parse(*answer, failed);
    if (failed || !verdict.is_object()) return give_up({"desk.unreadable", "the daemon's answer is no JSON"});
    const bool as_before = known_ && integer_in(verdict.get_object(), "seq") <= integer_in(known_->verdict, "seq");
    const bool published = text_in(verdict.get_object(), "action") == "approve" || (known_ && known_->published);
    reply(known_ ? 200 : 201,
          as_before ? known_->decision() : decision_json(comment_, &verdict.get_object(), published, arrival_.at));
  }

  // The daemon has it, and takes its time.
  void wait() {
    if (!answered_) reply(202, decision_json(comment_, nullptr, known_ && known_->published, arrival_.at));
    if (Clock::now() < until_) hand_in();
  }

  void give_up(const Error& error) {
    if (answered_) return;
    if (error.code == "comment.too_large") return refuse("request.too_large", error.message);
    if (error.code.starts_with("comment.")) return refuse("request.invalid", error.message);
    if (error.code != "desk.away" && error.code != "desk.busy" && error.code != "control.busy" &&
        error.code != "control.no_answer")
      state_->trouble(error);
    answer(unavailable());
  }
  void refuse(std::string_view code, const std::string& detail = {}) { answer(problem_of(code, detail).response()); }

  void reply(unsigned status, const json::object& decision) {
    http::Response response = http::json_response(status, decision);
    response.set("Location", decision_path(arrival_.site, arrival_.id));
    if (status == 202) response.set("Retry-After", "2");
    answer(std::move(response));
  }
  void answer(http::Response response) {
    if (!std::exchange(answered_, true)) responder_.answer(std::move(response));
  }

  std::shared_ptr<SubmissionState> state_;
  std::optional<Undecided::Hold> hold_;
  Responder responder_;
  Submission submission_;
  Arrival arrival_;
  std::string frame_;
  json::object comment_;
  std::optional<Known> known_;
  bool answered_ = false;
  Clock::time_point until_ = Clock::now() + hand_in_for;
};

void submit(const std::shared_ptr<SubmissionState>& state, const Request& request, Responder responder) {
  auto admitted = state->parts.gate.admit(request, SiteRole::submit);
  if (auto* refused = std::get_if<http::Response>(&admitted)) return responder.answer(std::move(*refused));
  const Visit& visit = std::get<Visit>(admitted);
  if (auto refused = state->parts.gate.count_comment(request, visit)) return responder.answer(std::move(*refused));
  if (auto refused = check_body(request, state->parts.body_bytes)) return responder.answer(std::move(*refused));
  if (!is_name(request.parameter("article"), longest_article_id))
    return responder.answer(invalid({{"article", "must have at most 1024 bytes"}}).response());
  const Member* const member = visit.member();
  auto parsed = parse_submission(request.body, member == nullptr, state->parts.text_bytes);
  if (const auto* errors = std::get_if<FieldErrors>(&parsed)) return responder.answer(invalid(*errors).response());
  auto& submission = std::get<Submission>(parsed);
  Arrival arrival{.site = visit.site->name,
                  .article = request.parameter("article"),
                  .id = submission.id ? *submission.id : new_uuid(),
                  .author_id = submission.author_id,
                  .author_name = submission.name,
                  .author_ip = submission.author_ip,
                  .author_token = {},
                  .at = now()};
  if (member != nullptr) {
    arrival.author_id = member->id;
    if (!member->name.empty()) arrival.author_name = member->name;
    arrival.author_ip = request.remote;
    arrival.author_token = member->token;
  }
  std::make_shared<Submitting>(state, std::move(responder), std::move(submission), std::move(arrival))->begin();
}

bool may_see(const Visit& visit, std::string_view author) {
  const Member* const member = visit.member();
  return member == nullptr || member->id == author;
}

// What the daemon does not know may be on its way there.
http::Response undecided(const SubmissionState& state, const Visit& visit, const std::string& id) {
  const auto entry = state.undecided.find(visit.site->name, id);
  if (!entry || !may_see(visit, entry->author)) return problem_of("not_found").response();
  return http::json_response(200, decision_json(entry->comment, nullptr, false, now())).set("Retry-After", "2");
}

void tell(const std::shared_ptr<SubmissionState>& state, const Request& request, Responder responder) {
  auto admitted = state->parts.gate.admit(request, SiteRole::submit);
  if (auto* refused = std::get_if<http::Response>(&admitted)) return responder.answer(std::move(*refused));
  auto& visit = std::get<Visit>(admitted);
  if (auto refused = state->parts.gate.count_decision(request, visit)) return responder.answer(std::move(*refused));
  const std::string& id = request.parameter("id");
  if (!is_name(id, longest_comment_id)) return responder.answer(problem_of("not_found").response());
  json::object question = explain(visit.site->name, id);
  auto waiting = std::make_shared<std::pair<Visit, Responder>>(std::move(visit), std::move(responder));
  state->parts.control.ask(std::move(question), Control::Lost::ask_again, [state, waiting, id](const auto& answer) {
    auto& [who, to] = *waiting;
    const auto known = known_of(answer);
    if (!known) return to.answer(unavailable());
    if (!*known) return to.answer(undecided(*state, who, id));
    if (!may_see(who, (*known)->author())) return to.answer(problem_of("not_found").response());
    json::object decision = (*known)->decision();
    if (const auto& appeal_of = state->parts.appeal_of)
      decision["appeal"] = appeal_of(who.site->name, id, integer_in((*known)->verdict, "revision"));
    to.answer(http::json_response(200, decision));
  });
}

}  // namespace

Submissions::Submissions(const SubmissionParts& parts) : state_(std::make_shared<SubmissionState>(parts)) {}

void Submissions::add_routes(http::Router& router) {
  router.add(
      http::Method::post, "/api/v1/sites/{site}/articles/{article}/comments",
      [state = state_](const Request& request, Responder responder) { submit(state, request, std::move(responder)); });
  router.add(
      http::Method::get, "/api/v1/sites/{site}/comments/{id}/decision",
      [state = state_](const Request& request, Responder responder) { tell(state, request, std::move(responder)); });
}

}  // namespace moderato::gateway::api
