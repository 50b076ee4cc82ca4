#include "perspective/analyses.hpp"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "comment/json_fields.hpp"
#include "perspective/comment.hpp"
#include "perspective/judgement.hpp"
#include "perspective/sentences.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

// That are judged by themselves, each for as much as a short comment.
constexpr std::size_t most_sentences = 32;

Result<Judgement> judgement_of(const Result<json::object>& answer, const Terms& terms) {
  if (!answer) return answer.error();
  const json::object* const verdict = object_in(*answer, "verdict");
  const auto judgement = verdict == nullptr ? std::nullopt : judgement_in(*verdict, terms.chain);
  if (!judgement) return Error{"perspective.no_scores", no_scores(terms.site).message};
  return *judgement;
}

}  // namespace

// One request on its way: each sentence is asked for, if at all, and the text as a whole.
class Analyses::Analysing : public std::enable_shared_from_this<Analysing> {
 public:
  Analysing(std::shared_ptr<Analyses> owner, const Terms& terms, AnalyzeRequest request, http::Responder responder)
      : owner_(std::move(owner)),
        terms_(terms),
        request_(std::move(request)),
        responder_(std::move(responder)),
        comment_(comment_of(terms.site, request_.text)) {}

  void begin() {
    analysis_.language = owner_->parts_.languages.of(request_.text);
    if (request_.each_sentence) spans_ = sentences(request_.text, most_sentences);
    judged_.assign(spans_.size() + 1, Error{});
    open_ = judged_.size();
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      const Span span = spans_[i];
      ask(i, comment_of(terms_.site, std::string_view{request_.text}.substr(span.begin, span.end - span.begin)));
    }
    ask(spans_.size(), comment_);
  }

 private:
  // Answers come in any order, by the thread of `control` or within this call.
  void ask(std::size_t at, json::object comment) {
    owner_->parts_.control.ask({{"request", "score"}, {"comment", std::move(comment)}}, Control::Lost::ask_again,
                               [self = shared_from_this(), at](const Result<json::object>& answer) {
                                 self->judged_[at] = judgement_of(answer, self->terms_);
                                 if (self->open_.fetch_sub(1) == 1) self->finish();
                               });
  }

  void finish() {
    const auto wrong = std::ranges::find_if(judged_, [](const auto& judged) { return !judged; });
    if (wrong != judged_.end()) return give_up(wrong->error());
    const Judgement& whole = *judged_.back();
    if (whole.foreign) return refuse_language();
    analysis_.summary = whole.scores;
    for (std::size_t i = 0; i < spans_.size(); ++i) analysis_.spans.push_back({spans_[i], judged_[i]->scores});
    if (!request_.each_sentence)
      analysis_.spans.push_back({{0, static_cast<std::uint32_t>(request_.text.size())}, whole.scores});
    http::Response response{200, "application/json; charset=UTF-8", analyze_answer(request_, analysis_)};
    response.set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
    responder_.answer(std::move(response));
    if (terms_.record && !request_.do_not_store) owner_->parts_.keeper.keep(comment_);
  }

  void refuse_language() {
    const std::string& attribute = request_.attributes.empty() ? "TOXICITY" : request_.attributes.front().name;
    const std::vector<std::string> detected{analysis_.language.value_or("und")};
    responder_.answer(language_not_supported(attribute, detected, false).response());
  }

  void give_up(const Error& error) {
    if (error.code.starts_with("comment.")) return responder_.answer(invalid_request(error.message).response());
    owner_->complaints_.add(error);
    responder_.answer((error.code == "perspective.no_scores" ? no_scores(terms_.site) : unavailable()).response());
  }

  std::shared_ptr<Analyses> owner_;
  const Terms& terms_;
  AnalyzeRequest request_;
  http::Responder responder_;
  json::object comment_;
  std::vector<Span> spans_;
  std::vector<Result<Judgement>> judged_;  // of the spans, and last of the whole
  std::atomic<std::size_t> open_ = 0;
  Analysis analysis_;
};

void Analyses::answer(const Terms& terms, AnalyzeRequest request, http::Responder responder) {
  std::make_shared<Analysing>(shared_from_this(), terms, std::move(request), std::move(responder))->begin();
}

}  // namespace moderato::gateway::perspective
