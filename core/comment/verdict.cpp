#include "comment/verdict.hpp"

#include <span>
#include <utility>

#include "comment/json_text.hpp"

namespace moderato {
namespace {

// The last field of those that have it, in exactly this form.
constexpr std::string_view follows_parent_field = R"(,"follows_parent":true)";

constexpr std::string_view before_seq = R"({"seq":)";
constexpr std::size_t usual_size = 640;  // of a verdict of three filters, with some room

// `before`: the comma, the name and the colon.
void append_field(std::string& out, std::string_view before, std::string_view value) {
  out += before;
  append_json_string(out, value);
}

void append_spans(std::string& out, const std::vector<Span>& spans) {
  out += ",\"spans\":[";
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (i != 0) out += ',';
    out.append("[").append(std::to_string(spans[i].begin)).append(",");
    out.append(std::to_string(spans[i].end)).append("]");
  }
  out += ']';
}

void append_weights(std::string& out, const std::vector<float>& weights) {
  out += ",\"weights\":[";
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (i != 0) out += ',';
    append_json_number(out, weights[i]);
  }
  out += ']';
}

void append_reason(std::string& out, const Reason& reason) {
  out += "{\"filter\":";
  append_json_string(out, reason.filter);
  append_field(out, R"(,"code":)", reason.finding.code);
  append_field(out, R"(,"action":)", to_string(reason.finding.action));
  out += ",\"score\":";
  append_json_share(out, reason.finding.score);
  append_field(out, R"(,"message":)", reason.finding.message);
  append_spans(out, reason.finding.spans);
  if (!reason.finding.weights.empty()) append_weights(out, reason.finding.weights);
  if (reason.shadow) out += ",\"shadow\":true";
  if (reason.error) out += ",\"error\":true";
  out += '}';
}

// A filter that has nothing to say is no reason.
bool is_reason(const Reason& reason) {
  return reason.finding.action != Action::pass || !reason.finding.code.empty();
}

void append_reasons(std::string& out, const std::vector<Reason>& reasons) {
  out += ",\"reasons\":[";
  bool first = true;
  for (const Reason& reason : reasons) {
    if (!is_reason(reason)) continue;
    if (!first) out += ',';
    first = false;
    append_reason(out, reason);
  }
  out += ']';
}

void append_scores(std::string& out, const std::vector<Reason>& reasons) {
  out += ",\"scores\":{";
  bool first = true;
  for (const Reason& reason : reasons) {
    if (reason.finding.scores.empty()) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(out, reason.filter);
    out += ":{";
    for (std::size_t i = 0; i < reason.finding.scores.size(); ++i) {
      if (i != 0) out += ',';
      append_json_string(out, reason.finding.scores[i].attribute);
      out += ':';
      append_json_share(out, reason.finding.scores[i].value);
    }
    out += '}';
  }
  out += '}';
}

void append_times(std::string& out, const std::vector<FilterTime>& times) {
  out += ",\"took_us\":{";
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i != 0) out += ',';
    append_json_string(out, times[i].filter);
    out.append(":").append(std::to_string(times[i].microseconds));
  }
  out += '}';
}

}  // namespace

std::string feed_topic(Topic topic, std::string_view site, std::string_view article) {
  const std::string_view name = to_string(topic);
  std::string out;
  out.reserve(name.size() + site.size() + article.size() + 2);
  out.append(name).append("/").append(site).append("/").append(article);
  return out;
}

std::optional<Action> action_from(std::string_view name) {
  for (const Action action : {Action::pass, Action::hold, Action::reject, Action::approve})
    if (to_string(action) == name) return action;
  return std::nullopt;
}

VerdictDraft::VerdictDraft(const CommentFrame& comment, const Judgement& judgement, std::uint32_t revision,
                           std::string_view decided_by)
    : action_(judgement.action) {
  text_.reserve(usual_size);
  text_ += before_seq;
  append_field(text_, R"(,"id":)", comment.id);
  append_field(text_, R"(,"site":)", comment.site);
  append_field(text_, R"(,"article":)", comment.article);
  append_field(text_, R"(,"action":)", to_string(judgement.action));
  append_reasons(text_, judgement.reasons);
  append_scores(text_, judgement.reasons);
  append_times(text_, judgement.times);
  text_ += ",\"decided_at\":\"";
  time_at_ = text_.size();
  text_.append(rfc3339_size, ' ');
  text_ += '"';
  append_field(text_, R"(,"decided_by":)", decided_by);
  text_.append(",\"revision\":").append(std::to_string(revision));
  append_field(text_, R"(,"chain":)", judgement.chain);
  if (moderato::follows_parent(judgement)) text_ += follows_parent_field;
  text_ += '}';
}

bool VerdictDraft::follows_parent() const {
  return moderato::follows_parent(text_);
}

std::string VerdictDraft::complete(Seq seq, Time decided_at) && {
  write_rfc3339(std::span<char, rfc3339_size>{text_.data() + time_at_, rfc3339_size}, decided_at);
  text_.insert(before_seq.size(), std::to_string(seq.value));
  return std::move(text_);
}

void append_verdict(std::string& out, const CommentFrame& comment, const Judgement& judgement,
                    const DecisionInfo& decision) {
  out += VerdictDraft{comment, judgement, decision.revision, decision.decided_by}.complete(decision.seq,
                                                                                           decision.decided_at);
}

bool follows_parent(const Judgement& judgement) {
  bool follows = false;
  for (const Reason& reason : judgement.reasons) {
    if (reason.shadow) continue;
    if (reason.finding.follows_parent)
      follows = true;
    else if (reason.finding.action == Action::hold || reason.finding.action == Action::reject)
      return false;
  }
  return follows;
}

bool follows_parent(std::string_view verdict) {
  return verdict.ends_with("}") && verdict.substr(0, verdict.size() - 1).ends_with(follows_parent_field);
}

void append_error(std::string& out, const Error& error, std::string_view id) {
  out += "{\"error\":{\"code\":";
  append_json_string(out, error.code);
  append_field(out, R"(,"message":)", error.message);
  out += '}';
  if (!id.empty()) append_field(out, R"(,"id":)", id);
  out += '}';
}

}  // namespace moderato
