#include "api/articles.hpp"

#include <boost/json.hpp>

#include "api/problems.hpp"
#include "api/submission.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
namespace {

http::Response answer_to(const Result<json::object>& stored) {
  if (stored) return http::Response{204}.set("Cache-Control", "no-store");
  if (stored.error().code == "comment.too_large")
    return problem_of("request.too_large", stored.error().message).response();
  if (stored.error().code.starts_with("comment."))
    return problem_of("request.invalid", stored.error().message).response();
  return unavailable();
}

json::object to_daemon(const Visit& visit, const std::string& article, const ArticleDetails& details) {
  json::object request{{"request", "article"}, {"site", visit.site->name}, {"article", article}};
  const auto add = [&request](std::string_view name, const std::string& text) {
    if (!text.empty()) request[name] = text;
  };
  add("title", details.title);
  add("url", details.url);
  add("text", details.text);
  add("published_at", details.published_at);
  request["closed"] = details.closed;
  return request;
}

}  // namespace

void add_article_routes(http::Router& router, Gate& gate, Control& control, std::size_t body_bytes) {
  router.add(http::Method::put, "/api/v1/sites/{site}/articles/{article}",
             [&gate, &control, body_bytes](const http::Request& request, http::Responder responder) {
               auto admitted = gate.admit_server(request, SiteRole::articles);
               if (auto* refused = std::get_if<http::Response>(&admitted)) return responder.answer(std::move(*refused));
               if (auto refused = check_body(request, body_bytes)) return responder.answer(std::move(*refused));
               const std::string& article = request.parameter("article");
               if (!is_name(article, longest_article_id))
                 return responder.answer(invalid({{"article", "must have at most 1024 bytes"}}).response());
               const auto parsed = parse_article_details(request.body);
               if (const auto* errors = std::get_if<FieldErrors>(&parsed))
                 return responder.answer(invalid(*errors).response());
               auto to = std::make_shared<http::Responder>(std::move(responder));
               control.ask(to_daemon(std::get<Visit>(admitted), article, std::get<ArticleDetails>(parsed)),
                           Control::Lost::ask_again,  // storing it twice is storing it
                           [to](const Result<json::object>& stored) { to->answer(answer_to(stored)); });
             });
}

}  // namespace moderato::gateway::api
