#include "comment/json_text.hpp"
#include "syndication/feed.hpp"
#include "syndication/markup.hpp"

namespace moderato::gateway::syndication {
namespace {

void append_time(std::string& out, Time time) {
  out += '"';
  append_rfc3339(out, time);
  out += '"';
}

void append_item(std::string& out, const Entry& entry) {
  const PublishedComment& comment = entry.comment;
  out += R"({"id":)";
  append_json_string(out, id_of(comment.site, comment.id));
  if (const std::string address = address_of(entry); !address.empty()) {
    out += R"(,"url":)";
    append_json_string(out, address);
  }
  out += R"(,"content_text":)";
  append_json_string(out, comment.text);
  out += R"(,"date_published":)";
  append_time(out, comment.created_at);
  if (comment.edited_at) {
    out += R"(,"date_modified":)";
    append_time(out, *comment.edited_at);
  }
  if (!comment.author_name.empty()) {
    out += R"(,"authors":[{"name":)";
    append_json_string(out, comment.author_name);
    out += "}]";
  }
  out += '}';
}

}  // namespace

std::string json_feed(const Feed& feed) {
  std::string out = R"({"version":"https://jsonfeed.org/version/1.1","title":)";
  append_json_string(out, title_of(feed));
  if (feed.article && is_web_address(feed.article->url)) {
    out += R"(,"home_page_url":)";
    append_json_string(out, feed.article->url);
  }
  out += R"(,"items":[)";
  for (const Entry& entry : feed.entries) {
    if (&entry != feed.entries.data()) out += ',';
    append_item(out, entry);
  }
  return out + "]}";
}

}  // namespace moderato::gateway::syndication
