#include "console/decisions.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "comment/json_fields.hpp"
#include "config/gateway_settings.hpp"
#include "console/questions.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

using casebook::Kind;
using casebook::State;

}  // namespace

struct Decisions::Batch {
  accounts::Principal principal;
  std::string address;
  Action action = Action::approve;
  std::string word;  // of the action
  std::string reason;
  std::vector<One> all;
  std::atomic<std::size_t> open = 0;
  std::optional<http::Responder> responder;
};

Decisions::Action Decisions::action_in(const json::object& body) {
  const std::string_view word = text_in(body, "action");
  if (word == "approve") return Action::approve;
  if (word == "reject") return Action::reject;
  if (word == "undo") return Action::undo;
  if (word == "keep") return Action::keep;
  throw http::Problem{400, "action.invalid", "action must be approve, reject, undo or keep."};
}

// Why this may not be decided by them, or not now.
std::optional<Error> Decisions::objection(const One& one, const casebook::Reader::Newest& newest, Action action,
                                          const accounts::Principal& principal) const {
  if (one.seq != newest.seq)
    return Error{"decision.changed", "There is a newer decision on this comment. Look at it again."};
  if (newest.state == State::erased) return Error{"decision.erased", "This comment was erased."};
  const auto claim = claims_.find(one.key, now());
  if (claim && claim->by != principal.name && !principal.is_at_least(accounts::Role::lead))
    return Error{"claim.taken", claim->by + " is at this comment."};
  if (action != Action::undo) return std::nullopt;
  if (newest.kind != Kind::approve && newest.kind != Kind::reject)
    return Error{"decision.nothing_to_undo", "The newest decision on this comment is no moderator's."};
  if (newest.by != principal.name && !principal.is_at_least(accounts::Role::lead))
    return Error{"role.missing", "Only a lead may undo what " + newest.by + " decided."};
  return std::nullopt;
}

Decisions::One Decisions::check(const CaseKey& key, Seq seq, Action action, const accounts::Principal& principal,
                                const casebook::Reader& reader) const {
  One one{.key = key, .seq = seq};
  const auto newest =
      principal.scope.may_see(key.site) ? reader.newest(key.site, key.id) : std::optional<casebook::Reader::Newest>{};
  if (!newest) {
    one.problem = Error{"comment.not_found", "There is no such comment."};
    return one;
  }
  one.state = newest->state;
  one.problem = objection(one, *newest, action, principal);
  if (one.problem) return one;
  auto appeal = parts_.appeals.find(key);
  if (appeal && appeal->state != Appeal::State::open) appeal.reset();
  const bool reported = parts_.reports.of(key).count > 0;
  one.aside = appeal || reported;
  one.queued = newest->state == State::held || one.aside;
  if (appeal && action != Action::undo) {
    const auto& before = appeal->decided_before_by;
    if (std::ranges::find(before, principal.name) != before.end() && parts_.gate.has_another(key.site, before)) {
      one.problem = Error{"appeal.same_person", "You have decided on this before: let another answer the objection."};
      return one;
    }
    one.appeal = action == Action::approve ? Appeal::State::granted : Appeal::State::refused;
  }
  const bool is_against = newest->state == State::rejected || newest->state == State::withdrawn;
  switch (action) {
    case Action::approve:
      one.ask = newest->state != State::approved;
      if (!one.ask && !reported) one.problem = Error{"decision.no_change", "This comment is approved already."};
      one.state = State::approved;
      break;
    case Action::reject:
      one.ask = !is_against || newest->published;
      if (!one.ask && !appeal) one.problem = Error{"decision.no_change", "This comment is rejected already."};
      if (one.ask) one.state = newest->state == State::held ? State::rejected : State::withdrawn;
      break;
    case Action::undo:
      one.ask = true;
      break;
    case Action::keep:
      if (!appeal && !reported)
        one.problem = Error{"decision.nothing_to_keep", "Nobody has objected to this comment or reported it."};
      break;
  }
  return one;
}

void Decisions::take(const http::Request& request, const accounts::Principal& principal, http::Responder& responder,
                     const casebook::Reader& reader) {
  const json::object body = body_in(request);
  auto batch = std::make_shared<Batch>();
  batch->action = action_in(body);
  batch->word = text_in(body, "action");
  batch->reason = text_in(body, "reason");
  batch->principal = principal;
  batch->address = request.remote;
  const auto items = items_in(body);
  if (batch->action == Action::reject && batch->reason.find_first_not_of(" \t\r\n") == std::string::npos)
    throw http::Problem{400, "reason.missing", "Say why: the author is shown the reason."};
  if (batch->reason.size() > longest_reject_reason)
    throw http::Problem{400, "reason.too_long", "The reason may have at most 2,000 bytes."};
  for (const Named& item : items) {
    if (item.seq <= Seq{}) throw http::Problem{400, "items.invalid", "Each of items must have the seq that was seen."};
    batch->all.push_back(check(item.key, item.seq, batch->action, principal, reader));
  }
  batch->responder.emplace(std::move(responder));
  const bool dry_run = flag_in(body, "dry_run");
  const auto asks = [&](const One& one) { return !dry_run && one.ask && !one.problem; };
  if (dry_run) {
    json::array results;
    for (const One& one : batch->all) results.push_back(result_json(one));
    return batch->responder->answer(http::json_response(200, json::object{{"results", std::move(results)}}));
  }
  batch->open = static_cast<std::size_t>(std::ranges::count_if(batch->all, asks));
  if (batch->open == 0) return finish(*batch);
  std::vector<std::size_t> to_ask;
  for (std::size_t i = 0; i < batch->all.size(); ++i)
    if (asks(batch->all[i])) to_ask.push_back(i);
  for (const std::size_t i : to_ask) ask(batch, i);
}

void Decisions::ask(const std::shared_ptr<Batch>& batch, std::size_t at) {
  const One& one = batch->all[at];
  json::object review{{"request", "review"},
                      {"action", batch->word},
                      {"site", one.key.site},
                      {"id", one.key.id},
                      {"moderator", batch->principal.name},
                      {"reason", batch->reason},
                      {"seq", one.seq.value}};
  // Asked again it would be told of a newer decision: its own.
  parts_.ask(std::move(review), Control::Lost::give_up, [this, batch, at](const Result<json::object>& answer) {
    hear(batch->all[at], answer);
    if (--batch->open == 0) later_([this, batch] { finish(*batch); });
  });
}

void Decisions::hear(One& one, const Result<json::object>& answer) {
  if (!answer) {
    one.problem = answer.error();
    if (one.problem->code == "review.changed")
      one.problem = Error{"decision.changed", "There is a newer decision on this comment. Look at it again."};
    return;
  }
  const json::object* const verdict = object_in(*answer, "verdict");
  if (verdict == nullptr) return;
  one.seq = {integer_in(*verdict, "seq")};
  const std::string_view action = text_in(*verdict, "action");
  if (action == "approve") one.state = State::approved;
  if (action == "hold") one.state = State::held;
  if (action == "reject" && one.state != State::withdrawn) one.state = State::rejected;
}

json::object Decisions::result_json(const One& one) {
  const bool ok = !one.problem;
  return {{"site", one.key.site},
          {"id", one.key.id},
          {"ok", ok},
          {"state", one.state ? json::value(casebook::to_string(*one.state)) : json::value(nullptr)},
          {"seq", ok ? json::value(one.seq.value) : json::value(nullptr)},
          {"problem",
           ok ? json::value(nullptr) : json::value{{"code", one.problem->code}, {"detail", one.problem->message}}}};
}

// What the daemon decided is decided, whatever becomes of the rest.
void Decisions::finish(Batch& batch) {
  json::array results;
  for (const One& one : batch.all) results.push_back(result_json(one));
  try {
    settle(batch);
  } catch (const std::exception& error) {
    parts_.log->error("what {} decided is not noted everywhere: {}", batch.principal.name, error.what());
  }
  batch.responder->answer(http::json_response(200, json::object{{"results", std::move(results)}}));
}

void Decisions::settle(const Batch& batch) {
  std::vector<AuditEntry> entries;
  std::vector<Events::Touched> touched;
  for (const One& one : batch.all) {
    if (one.problem) continue;
    if (claims_.drop(one.key)) events_.released(one.key);
    // What the daemon decided comes by the feed as well; that it was objected to or reported is over already then.
    if (!one.ask || one.aside) touched.push_back({one.key, one.queued, batch.principal.name});
    entries.push_back({.who = batch.principal.name,
                       .what = batch.word,
                       .site = one.key.site,
                       .id = one.key.id,
                       .detail = batch.reason,
                       .address = batch.address});
  }
  if (!entries.empty())
    if (const auto recorded = parts_.audit.record(entries); !recorded)
      parts_.log->error("what {} decided is not in the audit: {}", batch.principal.name, recorded.error().message);
  for (const One& one : batch.all) {
    if (one.problem) continue;
    if (one.appeal) parts_.appeals.settle(one.key, *one.appeal, batch.reason);
    if (one.aside && batch.action != Action::undo) parts_.reports.settle(one.key, batch.principal.name);
  }
  if (!touched.empty()) events_.touched(std::move(touched));
}

}  // namespace moderato::gateway::console
