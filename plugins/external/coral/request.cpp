#include "request.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>

namespace moderato::external {
namespace {

std::string json_string(std::string_view text) {
  return boost::json::serialize(boost::json::string_view{text.data(), text.size()});
}

}  // namespace

std::string as_html(std::string_view text) {
  std::string html;
  html.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      case '\n':
        html += "<br>";
        break;
      case '\r':
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string request_body(const Comment& comment, Format format, std::string_view role, const Tenant& tenant) {
  std::string body;
  body.reserve(comment.text().size() + 512);
  const auto add = [&](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) body += part;
  };
  const std::string_view story_url = comment.article_url().value_or(comment.url());
  add({"{\n  \"action\": ",
       comment.revision() == 0 ? "\"NEW\"" : "\"EDIT\"",
       ",\n  \"comment\": {\n    \"body\": ",
       format == Format::html ? json_string(as_html(comment.text())) : json_string(comment.text()),
       ",\n    \"parentID\": ",
       comment.parent() ? json_string(*comment.parent()) : "null",
       "\n  },\n  \"author\": {\n    \"id\": ",
       json_string(comment.author_id()),
       ",\n    \"role\": ",
       json_string(role),
       "\n  },\n  \"story\": {\n    \"id\": ",
       json_string(comment.article()),
       ",\n    \"url\": ",
       json_string(story_url),
       "\n  },\n  \"site\": {\n    \"id\": ",
       json_string(comment.site()),
       "\n  },\n  \"tenantID\": ",
       json_string(tenant.id),
       ",\n  \"tenantDomain\": ",
       json_string(tenant.domain),
       "\n}"});
  return body;
}

}  // namespace moderato::external
