#include "perspective/suggestions.hpp"

#include <utility>

#include "perspective/analyze_answer.hpp"
#include "perspective/comment.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_moderator_name = 256;  // bytes, of a moderator, as the daemon has it

http::Response done(const SuggestRequest& request, const std::optional<std::string>& language) {
  http::Response response{200, "application/json; charset=UTF-8",
                          suggest_answer(request.client_token, request.languages, language)};
  response.set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

// One request on its way: each step calls the next from whatever thread has brought the answer.
class Suggestions::Suggesting : public std::enable_shared_from_this<Suggesting> {
 public:
  Suggesting(std::shared_ptr<Suggestions> owner, const Terms& terms, SuggestRequest request, std::string address,
             http::Responder responder)
      : owner_(std::move(owner)),
        terms_(terms),
        request_(std::move(request)),
        action_(request_.reject.value_or(false) ? "reject" : "approve"),
        moderator_(moderator_of(request_.community)),
        address_(std::move(address)),
        responder_(std::move(responder)) {}

  // The daemon takes what it has once more for the same: no need to ask first.
  void begin() {
    if (!terms_.record || !request_.reject) return succeed();
    owner_->parts_.keeper.hand_in(comment_of(terms_.site, request_.text),
                                  [self = shared_from_this()](const Result<std::string>& verdict) {
                                    if (verdict)
                                      self->review();
                                    else
                                      self->fail(verdict.error());
                                  });
  }

 private:
  // Asked twice it changes nothing the second time.
  void review() {
    json::object review{{"request", "review"},
                        {"action", action_},
                        {"site", terms_.site},
                        {"id", comment_id(terms_.site, request_.text)},
                        {"moderator", moderator_}};
    owner_->parts_.control.ask(std::move(review), Control::Lost::ask_again,
                               [self = shared_from_this()](const auto& answer) { self->reviewed(answer); });
  }

  void reviewed(const Result<json::object>& answer) {
    if (answer) return note();
    const std::string& code = answer.error().code;
    if (code == "review.no_change" || code == "review.erased") return succeed();
    fail(answer.error());
  }

  void note() {
    const auto recorded = owner_->parts_.audit.record(AuditEntry{.who = moderator_,
                                                                 .what = action_,
                                                                 .site = terms_.site,
                                                                 .id = comment_id(terms_.site, request_.text),
                                                                 .detail = "comments:suggestscore",
                                                                 .address = address_});
    if (!recorded)
      owner_->parts_.log->error("what {} decided is not in the audit: {}", moderator_, recorded.error().message);
    succeed();
  }

  void succeed() { responder_.answer(done(request_, owner_->parts_.languages.of(request_.text))); }

  void fail(const Error& error) {
    if (error.code.starts_with("comment.")) return responder_.answer(invalid_request(error.message).response());
    owner_->complaints_.add(error);
    responder_.answer(unavailable().response());
  }

  std::shared_ptr<Suggestions> owner_;
  const Terms& terms_;
  SuggestRequest request_;
  std::string action_;
  std::string moderator_;
  std::string address_;
  http::Responder responder_;
};

void Suggestions::answer(const Terms& terms, SuggestRequest request, std::string address, http::Responder responder) {
  std::make_shared<Suggesting>(shared_from_this(), terms, std::move(request), std::move(address), std::move(responder))
      ->begin();
}

std::string moderator_of(std::string_view community) {
  std::string name = "perspective";
  if (community.empty()) return name;
  name += ':';
  for (const char c : community) name += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  std::size_t end = std::min(name.size(), longest_moderator_name);
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;  // whole characters
  return name.substr(0, end);
}

}  // namespace moderato::gateway::perspective
