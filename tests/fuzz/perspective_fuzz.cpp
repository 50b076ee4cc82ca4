// Any bytes are a request in Perspective's form, or are refused in Google's. What is taken is a text that the daemon
// takes too, whose sentences are in it, and can be answered.
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "comment/comment.hpp"
#include "fuzz.hpp"
#include "perspective/analyze_answer.hpp"
#include "perspective/comment.hpp"
#include "perspective/failure.hpp"
#include "perspective/sentences.hpp"
#include "perspective/suggest_request.hpp"
#include "perspective/suggestions.hpp"

namespace {

namespace json = boost::json;
namespace perspective = moderato::gateway::perspective;
using moderato::fuzz::require;

constexpr perspective::Offer offer{.spam = true, .leave_out_unknown = false, .text_bytes = 1'000};
constexpr std::size_t most_sentences = 4;

void check_failure(const perspective::Failure& failure) {
  require(failure.code >= 400 && !failure.message.empty(), "a refusal without a word");
  const auto response = failure.response();
  const json::value body = json::parse(*response.body());
  require(body.at("error").at("code") == failure.code, "a refusal without its code");
}

void check_text(const std::string& text) {
  require(!text.empty() && text.size() <= offer.text_bytes, "a text that is too long");
  const auto comment = moderato::parse_comment(json::serialize(perspective::comment_of("s", text)), {});
  require(comment && comment->text == text, "a text that the daemon refuses");
}

void analyze(std::string body) {
  const perspective::AnalyzeRequest request = perspective::parse_analyze_request(std::move(body), offer);
  check_text(request.text);
  perspective::Analysis analysis;
  for (const moderato::Span& span : perspective::sentences(request.text, most_sentences)) {
    require(span.begin < span.end && span.end <= request.text.size(), "a sentence that is outside of its text");
    require(analysis.spans.empty() || analysis.spans.back().span.end <= span.begin, "sentences in each other");
    analysis.spans.push_back({span, {}});
  }
  require(analysis.spans.size() <= most_sentences, "too many sentences");
  const json::value answer = json::parse(perspective::analyze_answer(request, analysis));
  require(answer.at("attributeScores").is_object(), "an answer without scores");
}

void suggest(std::string body) {
  const perspective::SuggestRequest request = perspective::parse_suggest_request(std::move(body), offer);
  check_text(request.text);
  require(perspective::moderator_of(request.community).size() <= 256, "a name that is too long");
  (void)json::parse(perspective::suggest_answer(request.client_token, request.languages, {}));
}

void run(void (*parse)(std::string), std::string_view bytes) {
  try {
    parse(std::string{bytes});
  } catch (const perspective::Failure& failure) {
    check_failure(failure);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  run(analyze, bytes);
  run(suggest, bytes);
  return 0;
}
