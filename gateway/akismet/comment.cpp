#include "akismet/comment.hpp"

#include <boost/json.hpp>
#include <utility>

namespace moderato::gateway::akismet {
namespace json = boost::json;
namespace {

std::string time_text(Time time) {
  std::string text;
  append_rfc3339(text, time);
  return text;
}

}  // namespace

json::object comment_of(std::string_view id, std::string_view site, std::string_view author_id, const Check& check) {
  json::object author{{"id", author_id}};
  const auto put = [](json::object& to, const char* name, const std::string& value) {
    if (!value.empty()) to[name] = value;
  };
  put(author, "name", check.author_name);
  put(author, "email", check.author_email);
  put(author, "ip", check.author_ip);
  put(author, "url", check.author_url);
  json::object comment{{"id", id}, {"site", site}, {"article", check.article}};
  comment["author"] = std::move(author);
  comment["text"] = check.text;
  comment["created_at"] = time_text(check.created_at);
  put(comment, "url", check.url);
  comment["unlisted"] = true;
  return comment;
}

}  // namespace moderato::gateway::akismet
