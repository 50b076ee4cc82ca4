#include "webhooks/payload.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "comment/comment.hpp"
#include "comment/json_fields.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

std::string time_text(Time time) {
  std::string text;
  append_rfc3339(text, time);
  return text;
}

json::object object_of(std::string_view text) {
  json::error_code failed;
  json::parse_options options;
  options.max_depth = deepest_answer;
  json::value parsed = json::parse({text.data(), text.size()}, failed, {}, options);
  return failed || !parsed.is_object() ? json::object{} : std::move(parsed.get_object());
}

void copy(const json::object& from, json::object& to, std::string_view name) {
  if (const json::value* value = from.if_contains(name)) to[name] = *value;
}

// A receiver knows a decision by its seq and its time: seqs begin anew with another ledger. Digits alone, so that no
// dot gets into what is signed.
std::string id_of(Seq seq, std::string_view decided_at) {
  std::string id = "msg_" + std::to_string(seq.value) + "_";
  std::ranges::copy_if(decided_at, std::back_inserter(id), [](char c) { return c >= '0' && c <= '9'; });
  return id;
}

json::object comment_of(const CommentFrame& comment, const json::object& verdict) {
  json::object out{{"id", comment.id}};
  out["parent"] = comment.parent ? json::value(*comment.parent) : json::value(nullptr);
  out["author"] = json::object{{"id", comment.author_id}, {"name", comment.author_name}};
  out["text"] = comment.text;
  out["language"] = comment.language;
  out["url"] = comment.url;
  out["created_at"] = comment.created_at ? json::value(time_text(*comment.created_at)) : json::value(nullptr);
  out["revision"] = integer_in(verdict, "revision");
  return out;
}

json::array reasons_of(const json::object& verdict) {
  json::array reasons;
  for (const json::value& each : list_in(verdict, "reasons")) {
    if (!each.is_object() || flag_in(each.get_object(), "shadow")) continue;
    json::object reason;
    for (const char* const name : {"filter", "code", "action", "score", "message", "spans", "error"})
      copy(each.get_object(), reason, name);
    reasons.emplace_back(std::move(reason));
  }
  return reasons;
}

json::object verdict_of(const json::object& verdict) {
  json::object out;
  copy(verdict, out, "action");
  out["reasons"] = reasons_of(verdict);
  out["decided_at"] = text_in(verdict, "decided_at");
  out["decided_by"] = text_in(verdict, "decided_by") == "chain" ? "chain" : "moderator";
  return out;
}

std::string random_id() {
  std::array<unsigned char, 8> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  std::string id = "msg_test_";
  for (const unsigned char byte : bytes) id += std::to_string(byte);
  return id;
}

std::string body_of(std::string_view type, std::string_view time, json::object data) {
  return json::serialize(json::object{{"type", type}, {"timestamp", time}, {"data", std::move(data)}});
}

}  // namespace

std::optional<Payload> payload_of(const Message& message) {
  const auto comment = parse_stored(message.comment);
  if (!comment) return std::nullopt;
  const json::object verdict = object_of(message.verdict);
  const std::string_view decided_at = text_in(verdict, "decided_at");
  Payload payload{.id = id_of(message.seq, decided_at),
                  .type = "comment." + std::string{to_string(message.topic)},
                  .site = std::string{comment->site},
                  .comment = std::string{comment->id},
                  .body = {}};
  payload.body = body_of(payload.type, decided_at,
                         {{"seq", message.seq.value},
                          {"site", comment->site},
                          {"article", comment->article},
                          {"comment", comment_of(*comment, verdict)},
                          {"verdict", verdict_of(verdict)}});
  return payload;
}

std::string erased(std::string_view body) {
  json::object all = object_of(body);
  json::value* const data = all.if_contains("data");
  if (data == nullptr || !data->is_object()) return "{}";
  if (json::value* comment = data->get_object().if_contains("comment"); comment != nullptr && comment->is_object()) {
    json::object& fields = comment->get_object();
    fields["author"] = json::object{{"id", "-"}, {"name", ""}};
    fields["text"] = "";
    fields["url"] = "";
  }
  if (json::value* verdict = data->get_object().if_contains("verdict"); verdict != nullptr && verdict->is_object()) {
    json::value* const reasons = verdict->get_object().if_contains("reasons");
    if (reasons != nullptr && reasons->is_array())
      for (json::value& reason : reasons->get_array()) {
        if (!reason.is_object()) continue;
        reason.get_object()["message"] = "";
        reason.get_object().erase("spans");
      }
  }
  return json::serialize(all);
}

Payload ledger_replaced() {
  const std::string time = time_text(now());
  Payload payload{.id = id_of({}, time), .type = "ledger.replaced", .site = {}, .comment = {}, .body = {}};
  payload.body = body_of(payload.type, time, {});
  return payload;
}

Payload test_payload(std::string_view hook) {
  Payload payload{.id = random_id(), .type = "webhook.test", .site = {}, .comment = {}, .body = {}};
  payload.body = body_of(payload.type, time_text(now()), {{"hook", hook}});
  return payload;
}

}  // namespace moderato::gateway
