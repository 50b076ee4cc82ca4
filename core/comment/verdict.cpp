#include "comment/verdict.hpp"

#include "comment/json_text.hpp"

namespace moderato {
namespace {

// The last field of those that have it, in exactly this form.
constexpr std::string_view follows_parent_field = R"(,"follows_parent":true)";

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(",\"").append(name).append("\":");
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
  append_field(out, "code", reason.finding.code);
  append_field(out, "action", to_string(reason.finding.action));
  out += ",\"score\":";
  append_json_share(out, reason.finding.score);
  append_field(out, "message", reason.finding.message);
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
  std::string out{to_string(topic)};
  out.append("/").append(site).append("/").append(article);
  return out;
}

std::optional<Action> action_from(std::string_view name) {
  for (const Action action : {Action::pass, Action::hold, Action::reject, Action::approve})
    if (to_string(action) == name) return action;
  return std::nullopt;
}

void append_verdict(std::string& out, const CommentFrame& comment, const Judgement& judgement,
                    const DecisionInfo& decision) {
  out.append("{\"seq\":").append(std::to_string(decision.seq.value));
  append_field(out, "id", comment.id);
  append_field(out, "site", comment.site);
  append_field(out, "article", comment.article);
  append_field(out, "action", to_string(judgement.action));
  append_reasons(out, judgement.reasons);
  append_scores(out, judgement.reasons);
  append_times(out, judgement.times);
  out += ",\"decided_at\":\"";
  append_rfc3339(out, decision.decided_at);
  out += '"';
  append_field(out, "decided_by", decision.decided_by);
  out.append(",\"revision\":").append(std::to_string(decision.revision));
  append_field(out, "chain", judgement.chain);
  if (follows_parent(judgement)) out += follows_parent_field;
  out += '}';
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
  append_field(out, "message", error.message);
  out += '}';
  if (!id.empty()) append_field(out, "id", id);
  out += '}';
}

}  // namespace moderato
