#include <algorithm>

#include "syndication/feed.hpp"
#include "syndication/markup.hpp"

namespace moderato::gateway::syndication {
namespace {

constexpr std::string_view nobody = "Anonymous";  // an author must have a name (RFC 4287, 3.2.1)

std::string text_of(Time time) {
  std::string out;
  append_rfc3339(out, time);
  return out;
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  ((out += '<') += name) += '>';
  append_escaped(out, text);
  ((out += "</") += name) += ">\n";
}

std::string_view name_of(const ArticleFacts& article) {
  return article.title.empty() ? article.article : article.title;
}

Time updated(const PublishedComment& comment) {
  return std::max(comment.created_at, comment.edited_at.value_or(comment.created_at));
}

void append_entry(std::string& out, const Entry& entry) {
  const PublishedComment& comment = entry.comment;
  const std::string author{comment.author_name.empty() ? nobody : comment.author_name};
  out += "<entry>\n";
  append_element(out, "id", id_of(comment.site, comment.id));
  append_element(out, "title", author + ": " + std::string{name_of(entry.article)});
  append_element(out, "published", text_of(comment.created_at));
  append_element(out, "updated", text_of(updated(comment)));
  out += "<author>";
  append_element(out, "name", author);
  out += "</author>\n";
  if (const std::string address = address_of(entry); !address.empty())
    out += R"(<link rel="alternate" href=")" + escaped(address) + "\"/>\n";
  if (comment.parent && !comment.orphan)
    out += R"(<thr:in-reply-to ref=")" + escaped(id_of(comment.site, *comment.parent)) + "\"/>\n";
  out += R"(<content type="text">)";
  append_escaped(out, comment.text);
  out += "</content>\n</entry>\n";
}

}  // namespace

std::string title_of(const Feed& feed) {
  return "Comments: " + std::string{feed.article ? name_of(*feed.article) : std::string_view{feed.site}};
}

std::string id_of(const std::string& site, const std::string& comment) {
  return "urn:moderato:comment:" + encoded(site) + ':' + encoded(comment);
}

std::string address_of(const Entry& entry) {
  if (!is_web_address(entry.article.url)) return {};
  const std::string& url = entry.article.url;
  return url.substr(0, url.find('#')) + "#comment-" + encoded(entry.comment.id);
}

std::string atom_feed(const Feed& feed) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      R"(<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">)"
      "\n";
  append_element(out, "id",
                 "urn:moderato:comments:" + encoded(feed.site) +
                     (feed.article ? ':' + encoded(feed.article->article) : std::string{}));
  append_element(out, "title", title_of(feed));
  Time newest{};
  for (const Entry& entry : feed.entries) newest = std::max(newest, updated(entry.comment));
  append_element(out, "updated", text_of(newest));
  if (feed.article && is_web_address(feed.article->url))
    out += R"(<link rel="alternate" href=")" + escaped(feed.article->url) + "\"/>\n";
  out += feed.article ? R"(<link rel="self" href="feed.atom?article=)" + encoded(feed.article->article) + "\"/>\n"
                      : std::string{"<link rel=\"self\" href=\"feed.atom\"/>\n"};
  for (const Entry& entry : feed.entries) append_entry(out, entry);
  return out + "</feed>\n";
}

}  // namespace moderato::gateway::syndication
