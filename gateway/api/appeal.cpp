#include "api/appeal.hpp"

#include <boost/json.hpp>
#include <memory>
#include <utility>

#include "api/problems.hpp"
#include "api/submission.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_text = 2'000;  // bytes

std::variant<std::string, FieldErrors> parse_appeal(std::string_view body) {
  json::error_code failed;
  const json::value parsed = json::parse({body.data(), body.size()}, failed);
  const json::object* const object = failed ? nullptr : parsed.if_object();
  if (object == nullptr) return FieldErrors{{"", "must be a JSON object in UTF-8"}};
  const json::value* const text = object->if_contains("text");
  if (text == nullptr || !text->is_string()) return FieldErrors{{"/text", "must be a string"}};
  const std::string_view said = text->get_string();
  if (said.find_first_not_of(" \t\r\n") == said.npos) return FieldErrors{{"/text", "must say something"}};
  if (said.size() > longest_text) return FieldErrors{{"/text", "must have at most 2000 bytes"}};
  if (object->size() > 1) return FieldErrors{{"", "has a field that is not known here: there is text"}};
  return std::string{said};
}

http::Response answer_to(const Result<void>& kept) {
  if (kept) return http::Response{204}.set("Cache-Control", "no-store");
  const Error& error = kept.error();
  if (error.code == "comment.not_found") return problem_of("not_found").response();
  if (error.code.starts_with("appeal.")) return problem_of(error.code, error.message).response();
  return unavailable();
}

void take(Gate& gate, const KeepObjection& keep, std::size_t body_bytes, const http::Request& request,
          http::Responder responder) {
  auto admitted = gate.admit(request, SiteRole::submit);
  if (auto* refused = std::get_if<http::Response>(&admitted)) return responder.answer(std::move(*refused));
  const Visit& visit = std::get<Visit>(admitted);
  const Member* const member = visit.member();
  if (member == nullptr) return responder.answer(problem_of("token.missing", "Only its author may object.").response());
  if (auto refused = gate.count_comment(request, visit)) return responder.answer(std::move(*refused));
  if (auto refused = check_body(request, body_bytes)) return responder.answer(std::move(*refused));
  auto parsed = parse_appeal(request.body);
  if (const auto* errors = std::get_if<FieldErrors>(&parsed)) return responder.answer(invalid(*errors).response());
  auto held = std::make_shared<http::Responder>(std::move(responder));
  keep({visit.site->name, request.parameter("id"), member->id, std::get<std::string>(std::move(parsed))},
       [held](const Result<void>& kept) { held->answer(answer_to(kept)); });
}

}  // namespace

void add_appeal_route(http::Router& router, Gate& gate, KeepObjection keep, std::size_t body_bytes) {
  router.add(http::Method::post, "/api/v1/sites/{site}/comments/{id}/appeal",
             [&gate, keep = std::move(keep), body_bytes](const http::Request& request, http::Responder responder) {
               take(gate, keep, body_bytes, request, std::move(responder));
             });
}

}  // namespace moderato::gateway::api
