#include "akismet/callbacks.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "comment/json_fields.hpp"
#include "config/web_origin.hpp"
#include "http_client/url.hpp"

namespace moderato::gateway::akismet {
namespace json = boost::json;
namespace {

constexpr std::size_t most_answer_bytes = 16'384;

std::optional<json::object> object_of(std::string_view text) {
  json::error_code failed;
  json::value parsed = json::parse({text.data(), text.size()}, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

std::optional<Callback> callback_of(const std::string& data) {
  const auto object = object_of(data);
  if (!object) return std::nullopt;
  return Callback{std::string{text_in(*object, "url")}, std::string{text_in(*object, "key")},
                  std::string{text_in(*object, "guid")}};
}

std::optional<http_client::Request> request_of(const LateDecision& decision, const CallbackOrigins& origins) {
  if (decision.action != Action::approve && decision.action != Action::reject) return std::nullopt;
  const auto callback = callback_of(decision.awaited.data);
  if (!callback || !origins.allow(decision.awaited.site, callback->url)) return std::nullopt;
  http_client::Request request;
  request.url = std::get<http_client::Url>(http_client::parse_url(callback->url));
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = serialize(json::value{
      {"key", callback->key},
      {"endpoint", "comment-check"},
      {"comments", json::array{json::object{{"guid", callback->guid},
                                            {"result", decision.action == Action::reject ? "true" : "false"}}}}});
  request.keep_bytes = most_answer_bytes;
  return request;
}

Telling judge(const LateDecision& decision, const http_client::Answer& answer) {
  if (!answer.accepted()) return telling_by_status(answer);
  const auto callback = callback_of(decision.awaited.data);
  const auto said = object_of(answer.body);
  const json::object* const comments = said ? object_in(*said, "comments") : nullptr;
  const json::object* const ours = comments && callback ? object_in(*comments, callback->guid) : nullptr;
  return ours != nullptr && text_in(*ours, "status") == "success" ? Telling::done : Telling::again;
}

}  // namespace

bool CallbackOrigins::allow(const std::string& site, std::string_view url) const {
  const auto listed = by_site_.find(site);
  if (listed == by_site_.end()) return false;
  const auto parsed = http_client::parse_url(url);
  const auto* const parts = std::get_if<http_client::Url>(&parsed);
  if (parts == nullptr) return false;
  return std::ranges::any_of(listed->second,
                             [&](const std::string& each) { return allows_web_origin(each, parts->name()); });
}

std::string data_of(const Callback& callback) {
  return serialize(json::value{{"url", callback.url}, {"key", callback.key}, {"guid", callback.guid}});
}

LateSpeaker speaker(CallbackOrigins origins) {
  auto shared = std::make_shared<const CallbackOrigins>(std::move(origins));
  LateSpeaker speaker;
  speaker.request_of = [shared](const LateDecision& decision) { return request_of(decision, *shared); };
  speaker.judge = judge;
  return speaker;
}

}  // namespace moderato::gateway::akismet
