#include "feed/article.hpp"

#include <boost/json.hpp>
#include <string_view>

#include "comment/json_fields.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

constexpr int page_articles = 500;

}  // namespace

std::string articles_request(std::int64_t after, std::int64_t number) {
  return json::serialize(
      json::value{{"request", "articles"}, {"after", after}, {"limit", page_articles}, {"ref", number}});
}

Result<ArticlePage> read_articles(std::string_view answer) {
  json::error_code failed;
  const json::value parsed = json::parse({answer.data(), answer.size()}, failed);
  const json::object* const object = failed ? nullptr : parsed.if_object();
  if (object != nullptr)
    if (const json::object* error = object_in(*object, "error"))
      return Error{std::string{text_in(*error, "code")}, std::string{text_in(*error, "message")}};
  if (object == nullptr || !object->contains("articles"))
    return Error{"feed.bad_answer", "what answers is no daemon: is that its control address?"};
  ArticlePage page{{}, integer_in(*object, "scanned"), flag_in(*object, "more")};
  for (const json::value& each : list_in(*object, "articles")) {
    const json::object* const told = each.if_object();
    if (told == nullptr || text_in(*told, "article").empty()) continue;
    page.articles.push_back({.site = std::string{text_in(*told, "site")},
                             .article = std::string{text_in(*told, "article")},
                             .title = std::string{text_in(*told, "title")},
                             .url = std::string{text_in(*told, "url")},
                             .closed = flag_in(*told, "closed"),
                             .published_at = parse_rfc3339(text_in(*told, "published_at"))});
  }
  return page;
}

}  // namespace moderato::gateway
