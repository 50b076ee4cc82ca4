#include "chain/isolation/wire.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "chain/finding_check.hpp"
#include "comment/json_text.hpp"

namespace moderato::isolation {
namespace {

// Text that was no UTF-8 grows while it is repaired: a bad byte becomes the three of U+FFFD.
constexpr std::size_t repaired = 3;

enum class Kind : std::uint8_t { finding = 1, error = 2 };

// Every string of a comment, in the order in which they travel, and those of its context.
constexpr std::array own_strings{
    &moderato_comment::site,      &moderato_comment::id,           &moderato_comment::article,
    &moderato_comment::parent,    &moderato_comment::author_id,    &moderato_comment::author_name,
    &moderato_comment::author_ip, &moderato_comment::author_email, &moderato_comment::author_token,
    &moderato_comment::text,      &moderato_comment::language,     &moderato_comment::url,
    &moderato_comment::json};
constexpr std::array context_strings{&moderato_comment::parent_text,   &moderato_comment::parent_author_id,
                                     &moderato_comment::article_title, &moderato_comment::article_url,
                                     &moderato_comment::article_text,  &moderato_comment::parent_article};

// A comment without its context.
void encode_own(ByteWriter& out, const moderato_comment& comment) {
  for (const auto member : own_strings) out.string(comment.*member);
  out.number(comment.created_at);
  out.number(comment.now);
  out.number(comment.revision);
  out.number(comment.anew);
}

moderato_comment decode_own(ByteReader& in) {
  moderato_comment comment{};
  comment.size = sizeof comment;
  for (const auto member : own_strings) comment.*member = in.string();
  comment.created_at = in.number<moderato_time>();
  comment.now = in.number<moderato_time>();
  comment.revision = in.number<std::uint32_t>();
  comment.anew = in.number<std::uint32_t>();
  return comment;
}

Error wrong(std::string_view what) {
  return {"isolation.nonsense", std::string{what}};
}

// The sender repairs text that is no UTF-8; what is none here is damaged.
bool is_utf8(std::string_view text) {
  return valid_utf8(text) == text;
}

Result<Answer> decode_finding(ByteReader& in, Answer answer, std::size_t text_size) {
  moderato_finding raw{};
  raw.size = sizeof raw;
  raw.action = in.number<moderato_action>();
  raw.code = in.string();
  const std::string_view message = in.text();
  raw.score = in.number<double>();

  const auto span_count = in.number<std::uint32_t>();
  if (!in.ok() || span_count > most_spans) return wrong(in.ok() ? "too many spans" : "it ends too early");
  std::vector<moderato_span> spans(span_count);
  for (moderato_span& span : spans) {
    span.begin = in.number<std::uint32_t>();
    span.end = in.number<std::uint32_t>();
  }
  const auto weight_count = in.number<std::uint32_t>();
  if (weight_count != 0 && weight_count != span_count) return wrong("not as many weights as spans");
  std::vector<float> weights(weight_count);
  for (float& weight : weights) weight = in.number<float>();
  raw.follows_parent = in.number<std::uint8_t>();
  const auto score_count = in.number<std::uint32_t>();
  if (!in.ok() || score_count > most_scores) return wrong(in.ok() ? "too many scores" : "it ends too early");
  std::vector<moderato_score> scores(score_count);
  for (moderato_score& score : scores) {
    score.attribute = in.string();
    score.value = in.number<double>();
  }
  if (!in.at_end()) return wrong(in.ok() ? "more than an answer" : "it ends too early");

  raw.spans = spans.data();
  raw.span_count = spans.size();
  raw.weights = weights.empty() ? nullptr : weights.data();
  raw.scores = scores.data();
  raw.score_count = scores.size();
  if (message.size() > longest_message * repaired) return wrong("a message that is too long");
  if (!is_utf8(message)) return wrong("a message that is no UTF-8");
  if (const std::string_view what = nonsense(raw, text_size); !what.empty()) return wrong(what);
  answer.finding = copy_of(raw);
  answer.finding.message = message;
  return answer;
}

}  // namespace

void encode(ByteWriter& out, const moderato_comment& comment) {
  encode_own(out, comment);
  for (const auto member : context_strings) out.string(comment.*member);
  out.number(comment.article_closed);
  out.number(comment.author_approved);
  out.number(comment.author_held);
  out.number(comment.author_rejected);
  out.number(comment.parent_state);
  out.number(comment.depth);
  out.number(comment.article_published_at);
}

moderato_comment decode_comment(ByteReader& in) {
  moderato_comment comment = decode_own(in);
  for (const auto member : context_strings) comment.*member = in.string();
  comment.article_closed = in.number<std::uint32_t>();
  comment.author_approved = in.number<std::uint32_t>();
  comment.author_held = in.number<std::uint32_t>();
  comment.author_rejected = in.number<std::uint32_t>();
  comment.parent_state = in.number<moderato_parent_state>();
  comment.depth = in.number<std::uint32_t>();
  comment.article_published_at = in.number<moderato_time>();
  return comment;
}

void encode(ByteWriter& out, const moderato_decision& decision) {
  encode_own(out, *decision.comment);
  out.number(decision.action);
  out.number(decision.seq);
  out.number(decision.decided_at);
  out.string(decision.decided_by);
  out.number(decision.replayed);
  out.number(decision.anew);
}

DecodedDecision decode_decision(ByteReader& in) {
  DecodedDecision decoded{};
  decoded.comment = decode_own(in);
  moderato_decision& decision = decoded.decision;
  decision.size = sizeof decision;
  decision.action = in.number<moderato_action>();
  decision.seq = in.number<std::int64_t>();
  decision.decided_at = in.number<moderato_time>();
  decision.decided_by = in.string();
  decision.replayed = in.number<std::uint32_t>();
  decision.anew = in.number<std::uint64_t>();
  return decoded;
}

void encode(ByteWriter& out, const Answer& answer) {
  out.number(static_cast<std::uint8_t>(answer.error ? Kind::error : Kind::finding));
  out.number(static_cast<std::int64_t>(answer.took.count()));
  if (answer.error) return out.text(*answer.error);
  const Finding& finding = answer.finding;
  out.number(static_cast<moderato_action>(finding.action));
  out.text(finding.code);
  out.text(finding.message);
  out.number(finding.score);
  out.number(static_cast<std::uint32_t>(finding.spans.size()));
  for (const Span& span : finding.spans) {
    out.number(span.begin);
    out.number(span.end);
  }
  out.number(static_cast<std::uint32_t>(finding.weights.size()));
  out.numbers(finding.weights.data(), finding.weights.size());
  out.number(static_cast<std::uint8_t>(finding.follows_parent ? 1 : 0));
  out.number(static_cast<std::uint32_t>(finding.scores.size()));
  for (const Score& score : finding.scores) {
    out.text(score.attribute);
    out.number(score.value);
  }
}

Result<Answer> decode_answer(std::string_view bytes, std::size_t text_size) {
  if (bytes.size() > largest_answer) return wrong("an answer that is too large");
  ByteReader in{bytes};
  const auto kind = in.number<std::uint8_t>();
  Answer answer;
  answer.took = std::chrono::microseconds{std::max<std::int64_t>(in.number<std::int64_t>(), 0)};
  if (!in.ok()) return wrong("it ends too early");
  if (kind == static_cast<std::uint8_t>(Kind::finding)) return decode_finding(in, std::move(answer), text_size);
  if (kind != static_cast<std::uint8_t>(Kind::error)) return wrong("neither a finding nor an error");
  answer.error = in.text();
  if (!in.at_end()) return wrong(in.ok() ? "more than an answer" : "it ends too early");
  if (answer.error->size() > longest_error * repaired) return wrong("an error that is too long");
  if (!is_utf8(*answer.error)) return wrong("an error that is no UTF-8");
  return answer;
}

}  // namespace moderato::isolation
