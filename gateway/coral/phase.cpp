#include "coral/phase.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "api/gate.hpp"
#include "api/problems.hpp"
#include "comment/json_fields.hpp"
#include "coral/answer.hpp"
#include "coral/comment_frame.hpp"
#include "coral/deadlines.hpp"
#include "coral/edits.hpp"
#include "coral/phase_request.hpp"
#include "coral/plain_text.hpp"
#include "coral/request_check.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;
using http::Request;
using http::Responder;
using Clock = std::chrono::steady_clock;

struct PhaseState {
  explicit PhaseState(const PhaseParts& given) : parts(given), ids(given.links.key()) {
    for (const CoralSite& site : parts.sites) edits.try_emplace(site.name, site.settings.edit_window);
  }

  // Says so once, until the daemon has answered again.
  void trouble(const Error& error) {
    if (!said.exchange(true))
      parts.log->error("comments from Coral can't be handed in: {} ({})", error.message, error.code);
  }

  PhaseParts parts;
  Ids ids;
  std::map<std::string, Edits, std::less<>> edits;  // by site
  std::atomic<bool> said = false;
  Deadlines deadlines;
};

namespace {

constexpr std::chrono::minutes hand_in_for{10};

AnswerSettings answers_of(const CoralSettings& settings) {
  return {settings.approved, settings.held, settings.reasons};
}

http::Response answer_with(std::string body) {
  return http::Response{200, "application/json", std::move(body)}.set("Cache-Control", "no-store");
}

// A comment that Coral asked about, as it goes to the daemon.
struct Submission {
  std::string id;
  TextMark mark{};
  std::string frame;
};

// The way of one comment: whoever is first, the daemon or the budget, answers.
class Asked : public std::enable_shared_from_this<Asked> {
 public:
  Asked(std::shared_ptr<PhaseState> state, const CoralSite& site, Responder responder, std::string story,
        Submission submission)
      : state_(std::move(state)),
        site_(site),
        responder_(std::move(responder)),
        story_(std::move(story)),
        submission_(std::move(submission)) {}

  void begin(Clock::time_point arrived) {
    until_ = arrived + hand_in_for;
    state_->deadlines.at(arrived + site_.settings.budget, [self = shared_from_this()] { self->budget_is_used_up(); });
    hand_in();
  }

 private:
  void hand_in() {
    state_->parts.desk.submit(site_.name, submission_.id, submission_.frame,
                              [self = shared_from_this()](const auto& verdict) { self->decided(verdict); });
  }

  void decided(const Result<std::string>& answer) {
    if (!answer) return not_decided(answer.error());
    state_->said = false;
    json::error_code failed;
    const json::value parsed = json::parse(*answer, failed);
    const json::object* const verdict = failed ? nullptr : parsed.if_object();
    if (verdict == nullptr) return not_decided({"desk.unreadable", "the daemon's answer is no JSON"});
    if (reply(answer_with(phase_answer(*verdict, answers_of(site_.settings))))) return answered(*verdict);
    // Coral has published it. Told is what was decided before, so this is told.
    note(Status::none, {Seq{std::max<std::int64_t>(integer_in(*verdict, "seq") - 1, 0)}, {}});
  }

  void answered(const json::object& verdict) {
    Counters& counters = state_->parts.counters;
    const std::string_view action = text_in(verdict, "action");
    Status told = Status::none;
    if (action == "approve") {
      const bool says_so = site_.settings.approved == CoralSettings::Approved::approved;
      ++(says_so ? counters.approved : counters.no_opinion);
      if (says_so) told = Status::approved;
    } else if (action == "reject") {
      ++counters.rejected;
      told = Status::rejected;
    } else {
      ++counters.held;
      told = site_.settings.held == CoralSettings::Held::premod ? Status::premod : Status::system_withheld;
    }
    note(told, {Seq{integer_in(verdict, "seq")}, std::string{text_in(verdict, "decided_at")}});
  }

  void not_decided(const Error& error) {
    // The daemon has it and takes its time, or is away: it is handed in until it is decided.
    if (error.code == "desk.no_answer" || error.code == "desk.away") {
      if (Clock::now() < until_) hand_in();
      return;
    }
    if (error.code != "desk.busy") state_->trouble(error);
    if (reply(api::unavailable())) ++state_->parts.counters.unavailable;
  }

  void budget_is_used_up() {
    if (!reply(http::Response{204})) return;
    ++state_->parts.counters.late;
    note(Status::none, {});
  }

  // Whether this is the answer.
  bool reply(http::Response response) {
    if (answered_.exchange(true)) return false;
    responder_.answer(std::move(response));
    return true;
  }

  void note(Status told_as, Position told) {
    state_->parts.follow_up.note({{site_.name, submission_.id, story_, submission_.mark}, told_as, std::move(told)});
  }

  std::shared_ptr<PhaseState> state_;
  const CoralSite& site_;
  Responder responder_;
  std::string story_;
  Submission submission_;
  Clock::time_point until_;
  std::atomic<bool> answered_ = false;
};

const CoralSite* site_of(const PhaseState& state, std::string_view name) {
  const auto found = std::ranges::find(state.parts.sites, name, &CoralSite::name);
  return found == state.parts.sites.end() ? nullptr : &*found;
}

void count(Counters& counters, Refusal::Why why) {
  switch (why) {
    case Refusal::Why::unsigned_request:
      ++counters.unsigned_;
      return;
    case Refusal::Why::forged:
      ++counters.forged;
      return;
    case Refusal::Why::unreadable:
      ++counters.unreadable;
      return;
  }
}

// An edit is one of the newest comment that its author may still edit there.
std::string id_for(PhaseState& state, const CoralSite& site, const PhaseRequest& request, Clock::time_point now) {
  const std::string place = state.ids.place_of(site.name, request);
  Edits& edits = state.edits.at(site.name);
  if (request.is_edit)
    if (auto edited = edits.edited(place, now); !edited.empty()) return edited;
  std::string id = state.ids.id_of(site.name, request);
  edits.wrote(place, id, now);
  return id;
}

// Ours, where it is published here.
std::optional<std::string> parent_of(const PhaseState& state, const CoralSite& site, const PhaseRequest& request) {
  if (!request.parent) return std::nullopt;
  auto ours = state.parts.links.ours(site.name, *request.parent);
  if (ours && !state.parts.is_published(site.name, *ours)) ours.reset();
  return ours;
}

void answer(const std::shared_ptr<PhaseState>& state, const Request& request, Responder responder) {
  const Clock::time_point arrived = Clock::now();
  const PhaseParts& parts = state->parts;
  const CoralSite* const site = site_of(*state, request.parameter("site"));
  if (site == nullptr)
    return responder.answer(
        api::problem_of("not_found", "No site of this name has a table coral in the configuration.").response());
  if (auto refusal = refuse(request, site->phase, parts.body_bytes)) {
    count(parts.counters, refusal->why);
    return responder.answer(std::move(refusal->response));
  }
  const auto read = read_phase_request(request.body);
  if (const auto* errors = std::get_if<std::vector<api::FieldError>>(&read)) {
    ++parts.counters.unreadable;
    return responder.answer(api::invalid(*errors).response());
  }
  const auto& asked = std::get<PhaseRequest>(read);
  const bool is_html = site->settings.format == CoralSettings::Format::html;
  const std::string text = is_html ? text_of_html(asked.body) : asked.body;
  const std::string letters = is_html ? letters_of_html(asked.body) : letters_of_text(asked.body);
  if (letters.empty()) {  // a picture, say: there is nothing to judge
    ++parts.counters.no_opinion;
    return responder.answer(answer_with("{}"));
  }
  if (text.size() > parts.text_bytes) {  // else whoever writes enough is not judged
    ++parts.counters.held;
    return responder.answer(answer_with(held_answer(answers_of(site->settings))));
  }
  std::string id = id_for(*state, *site, asked, arrived);
  std::string frame = comment_frame(asked, {site->name, id, parent_of(*state, *site, asked), text, now()});
  std::make_shared<Asked>(
      state, *site, std::move(responder), asked.story,
      Submission{std::move(id), state->ids.mark_of(asked.story, asked.author, letters), std::move(frame)})
      ->begin(arrived);
}

}  // namespace

Phase::Phase(const PhaseParts& parts) : state_(std::make_shared<PhaseState>(parts)) {}

// What waits for its deadline holds the state, and the state the deadlines.
Phase::~Phase() {
  state_->deadlines.stop();
}

void Phase::add_route(http::Router& router) {
  router.add(http::Method::post, "/coral/{site}", [state = state_](const Request& request, Responder responder) {
    answer(state, request, std::move(responder));
  });
}

}  // namespace moderato::gateway::coral
