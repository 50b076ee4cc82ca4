#include "chain/finding_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "comment/json_text.hpp"

namespace moderato {
namespace {

// A finding of ABI 1.0. Fields that came later are read only where the finding's size covers them.
constexpr std::size_t smallest_finding = offsetof(moderato_finding, weights);

bool is_share(double value) {
  return value >= 0 && value <= 1;
}  // false for NaN

constexpr std::array<bool, 256> in_codes = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"})
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_code(std::string_view code) {
  return std::all_of(code.begin(), code.end(), [](char c) { return in_codes[static_cast<unsigned char>(c)]; });
}

}  // namespace

std::string_view nonsense(const moderato_finding& found, std::size_t text_size) {
  if (found.size < smallest_finding) return "a finding of an unknown size";
  if (found.action < MODERATO_PASS || found.action > MODERATO_APPROVE) return "an unknown action";
  if (!is_share(found.score)) return "a score outside 0..1";
  if (found.code.size > longest_code || !is_code(abi::view(found.code))) return "a code that is none";
  if (found.action != MODERATO_PASS && found.code.size == 0) return "no code for its reason";
  if (found.message.size > longest_message) return "a message that is too long";
  if (found.span_count > most_spans) return "too many spans";
  if (found.span_count > 0 && found.spans == nullptr) return "spans that are not there";
  for (std::size_t i = 0; i < found.span_count; ++i)
    if (found.spans[i].begin >= found.spans[i].end || found.spans[i].end > text_size) return "a span outside the text";
  if (const float* weights = abi::weights(found))
    if (!std::all_of(weights, weights + found.span_count, [](float weight) { return std::isfinite(weight); }))
      return "a weight that is no finite number";
  if (found.score_count > most_scores) return "too many scores";
  if (found.score_count > 0 && found.scores == nullptr) return "scores that are not there";
  for (std::size_t i = 0; i < found.score_count; ++i) {
    const moderato_score& score = found.scores[i];
    if (!is_share(score.value)) return "a score outside 0..1";
    if (score.attribute.size == 0 || score.attribute.size > longest_attribute || !is_code(abi::view(score.attribute)))
      return "a score without a proper name";
  }
  return {};
}

Finding copy_of(const moderato_finding& found) {
  Finding finding;
  finding.action = static_cast<Action>(found.action);
  finding.code = abi::view(found.code);
  finding.message = valid_utf8(abi::view(found.message));
  finding.score = found.score;
  finding.spans.reserve(found.span_count);
  for (std::size_t i = 0; i < found.span_count; ++i)
    finding.spans.push_back({found.spans[i].begin, found.spans[i].end});
  if (const float* weights = abi::weights(found)) finding.weights.assign(weights, weights + found.span_count);
  finding.follows_parent = abi::follows_parent(found);
  finding.scores.reserve(found.score_count);
  for (std::size_t i = 0; i < found.score_count; ++i)
    finding.scores.push_back({std::string{abi::view(found.scores[i].attribute)}, found.scores[i].value});
  return finding;
}

}  // namespace moderato
