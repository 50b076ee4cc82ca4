// Whatever the process of an isolated filter answers, the daemon takes it for an answer that a filter may give, or says
// what is wrong. The first two bytes of an input are the size of the text that was judged.
#include <algorithm>
#include <cmath>
#include <vector>

#include "chain/isolation/wire.hpp"
#include "comment/json_text.hpp"
#include "fuzz.hpp"

namespace {

using moderato::Answer;
using moderato::fuzz::require;
namespace isolation = moderato::isolation;

bool is_share(double value) {
  return value >= 0 && value <= 1;
}

void check(const Answer& answer, std::size_t text_size) {
  require(answer.took.count() >= 0, "an answer that took less than no time");
  if (answer.error) return require(moderato::valid_utf8(*answer.error) == *answer.error, "an error that is no UTF-8");
  const moderato::Finding& finding = answer.finding;
  require(!moderato::to_string(finding.action).empty(), "an action that is none");
  require(finding.action == moderato::Action::pass || !finding.code.empty(), "a reason without a code");
  require(is_share(finding.score), "a score outside 0..1");
  require(finding.message.size() <= 6'000 && moderato::valid_utf8(finding.message) == finding.message,
          "a message that is too long or no UTF-8");
  for (const moderato::Span& span : finding.spans)
    require(span.begin < span.end && span.end <= text_size, "a span outside the text");
  require(finding.weights.empty() || finding.weights.size() == finding.spans.size(), "weights of other spans");
  for (const float weight : finding.weights) require(std::isfinite(weight), "a weight that is no number");
  for (const moderato::Score& score : finding.scores)
    require(!score.attribute.empty() && is_share(score.value), "a score that is none");
}

// What was taken is sent and read the same again.
void check_round_trip(const Answer& answer, std::size_t text_size) {
  std::vector<char> room(isolation::largest_answer);
  isolation::ByteWriter out{room};
  isolation::encode(out, answer);
  require(out.ok(), "an answer that does not fit");
  const auto again = isolation::decode_answer({room.data(), out.size()}, text_size);
  require(again.has_value() && again->error == answer.error && again->took == answer.took &&
              again->finding.message == answer.finding.message && again->finding.spans == answer.finding.spans &&
              again->finding.weights == answer.finding.weights,
          "an answer that reads otherwise when it is sent again");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  isolation::ByteReader head{bytes.substr(0, 2)};
  const std::size_t text_size = head.number<std::uint16_t>();
  const auto answer = isolation::decode_answer(bytes.substr(std::min<std::size_t>(size, 2)), text_size);
  if (answer) {
    check(*answer, text_size);
    check_round_trip(*answer, text_size);
  } else {
    require(!answer.error().message.empty(), "an error without a word");
  }

  // What the daemon sends is read by its own code in the other process, which must not fall over either.
  isolation::ByteReader comment{bytes};
  (void)isolation::decode_comment(comment);
  isolation::ByteReader decision{bytes};
  (void)isolation::decode_decision(decision);
  return 0;
}
