#include "akismet/checking.hpp"

#include <openssl/rand.h>

#include <array>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "akismet/answers.hpp"
#include "akismet/comment.hpp"
#include "akismet/verdict.hpp"
#include "comment/json_fields.hpp"

namespace moderato::gateway::akismet {
namespace json = boost::json;
namespace {

std::string new_guid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("OpenSSL has no randomness");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

// The way of one comment: each step calls the next from whatever thread has brought the answer.
class Checking : public std::enable_shared_from_this<Checking> {
 public:
  Checking(const CheckingParts& parts, Client client, Check check, std::optional<Reported> reported,
           http::Responder responder)
      : parts_(parts),
        client_(std::move(client)),
        check_(std::move(check)),
        reported_(reported),
        responder_(std::move(responder)),
        id_(parts_.pseudonyms.comment(client_.key.site, check_)),
        comment_(comment_of(id_, client_.key.site, parts_.pseudonyms.author(client_.key.site, check_), check_)) {}

  void begin() {
    if (check_.trial != Trial::none) return tried();
    reported_ ? review() : hand_in();
  }

 private:
  // Answered without a trace.
  void tried() {
    if (reported_) return responder_.answer(thanks());
    if (check_.trial == Trial::spam) return responder_.answer(spam(guid_, false));
    if (check_.trial == Trial::ham) return responder_.answer(ham(guid_));
    parts_.control.ask({{"request", "score"}, {"comment", comment_}}, Control::Lost::ask_again,
                       [self = shared_from_this()](const Result<json::object>& answer) {
                         if (!answer) return self->give_up(answer.error());
                         const json::object* const verdict = object_in(*answer, "verdict");
                         const auto read = verdict == nullptr ? std::nullopt : read_verdict(*verdict);
                         if (!read) return self->unreadable();
                         self->answer(*read, false);
                       });
  }

  // Of what the daemon has already the answer is the newest verdict, a moderator's too.
  void hand_in() {
    handed_in_ = true;
    parts_.desk.submit(client_.key.site, id_, serialize(comment_),
                       [self = shared_from_this()](const auto& verdict) { self->decided(verdict); });
  }

  void decided(const Result<std::string>& answer) {
    if (!answer) {
      if (answer.error().code == "desk.no_answer" && !reported_) return undecided();
      return give_up(answer.error());
    }
    auto verdict = read_verdict(*answer);
    if (!verdict) return unreadable();
    *parts_.troubled = false;
    verdict_ = *verdict;
    if (reported_) return review();
    if (check_.honeypot && verdict_.action != Action::reject) return review();
    tell();
  }

  // A moderator's decision: of whoever reports it, or of whoever set the trap.
  void review() {
    const bool approve = reported_ == Reported::ham;
    const std::string who = check_.reporter.empty() ? client_.key.label : check_.reporter;
    json::object request{{"request", "review"}, {"site", client_.key.site}, {"id", id_}};
    request["action"] = approve ? "approve" : "reject";
    request["moderator"] = reported_ ? "akismet:" + who : "akismet:honeypot";
    request["reason"] = !reported_ ? "A field that people don't see was filled in."
                        : approve  ? "The site reports that it is no spam."
                                   : "The site reports it as spam.";
    if (reported_) forget();  // the site knows what it decides
    parts_.control.ask(std::move(request), Control::Lost::give_up,
                       [self = shared_from_this()](const auto& answer) { self->reviewed(answer); });
  }

  void reviewed(const Result<json::object>& answer) {
    if (!answer && answer.error().code == "review.not_found" && !handed_in_) return hand_in();
    const bool stands =
        !answer && (answer.error().code == "review.no_change" || answer.error().code == "review.erased");
    if (!answer && !stands) return give_up(answer.error());
    if (reported_) {
      count(
          {.missed_spam = reported_ == Reported::spam ? 1 : 0, .false_positives = reported_ == Reported::ham ? 1 : 0});
      return responder_.answer(thanks());
    }
    const json::object* const verdict = answer ? object_in(*answer, "verdict") : nullptr;
    if (const auto read = verdict == nullptr ? std::nullopt : read_verdict(*verdict)) verdict_ = *read;
    verdict_.action = Action::reject;
    tell();
  }

  // The client is called when it changes, if it can be: that is on disk before it is answered.
  void tell() {
    if (!may_call()) return answer(verdict_, false);
    parts_.keeper.keep(awaited(verdict_.at),
                       [self = shared_from_this()](bool kept) { self->answer(self->verdict_, kept); });
  }

  // The daemon has it, and takes its time.
  void undecided() {
    if (!may_call()) return give_up({"desk.no_answer", "the daemon has not decided yet"});
    verdict_ = {};
    parts_.keeper.keep(awaited({}), [self = shared_from_this()](bool kept) {
      if (!kept) return self->give_up({"desk.no_answer", "the daemon has not decided yet"});
      self->answer(self->verdict_, true);
    });
  }

  void answer(const Verdict& verdict, bool awaited) {
    const bool discard = !verdict.by_person && verdict.score >= client_.settings.discard_from;
    switch (verdict.action) {
      case Action::approve:
        return finish(ham(guid_), false);
      case Action::reject:
        return finish(spam(guid_, discard), true);
      case Action::hold:
      case Action::pass:
        break;
    }
    if (awaited) return finish(provisional(guid_, client_.settings.recheck_after), false);
    switch (client_.settings.held) {
      case AkismetHeld::moderate:
        return finish(to_moderate(guid_), true);
      case AkismetHeld::spam:
        return finish(spam(guid_, false), true);
      case AkismetHeld::ham:
        return finish(ham(guid_), false);
    }
  }

  void finish(http::Response response, bool as_spam) {
    if (check_.trial == Trial::none) count({.spam = as_spam ? 1 : 0, .ham = as_spam ? 0 : 1});
    responder_.answer(std::move(response));
  }

  // No verdict is ever made up.
  void give_up(const Error& error) {
    if (error.code.starts_with("comment."))
      return responder_.answer(
          word("The comment can't be taken: " + error.message, 400).set("X-akismet-error", error.code));
    if (!parts_.troubled->exchange(true))
      parts_.log->error("akismet: comments can't be checked: {} ({})", error.message, error.code);
    responder_.answer(unavailable("moderato-unavailable", "Nothing can be decided just now. Try again later."));
  }
  void unreadable() { give_up({"desk.unreadable", "the daemon's answer is no verdict"}); }

  [[nodiscard]] bool may_call() const {
    return !check_.callback.empty() && parts_.origins.allow(client_.key.site, check_.callback);
  }
  [[nodiscard]] Awaited awaited(const Position& told) const {
    return {"akismet", client_.key.site, id_, data_of({check_.callback, client_.shown, guid_}), told};
  }
  void forget() {
    try {
      parts_.late.forget("akismet", client_.key.site, id_);
    } catch (const std::exception& error) {  // it is told what it knows
      parts_.log->warn("akismet: what is awaited can't be forgotten: {}", error.what());
    }
  }
  void count(const Counts& more) { parts_.usage.count(client_.key, client_.blog, more, now()); }

  CheckingParts parts_;
  Client client_;
  Check check_;
  std::optional<Reported> reported_;
  http::Responder responder_;
  std::string guid_ = new_guid();
  std::string id_;
  json::object comment_;
  bool handed_in_ = false;
  Verdict verdict_;
};

}  // namespace

void check(const CheckingParts& parts, Client client, Check check, http::Responder responder) {
  std::make_shared<Checking>(parts, std::move(client), std::move(check), std::nullopt, std::move(responder))->begin();
}

void report(const CheckingParts& parts, Client client, Check check, Reported as, http::Responder responder) {
  std::make_shared<Checking>(parts, std::move(client), std::move(check), as, std::move(responder))->begin();
}

}  // namespace moderato::gateway::akismet
