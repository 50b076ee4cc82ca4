// The newest comments for feed readers: JSON Feed 1.1 (jsonfeed.org) and Atom (RFC 4287, with replies as RFC 4685 has
// them). Texts are plain in both.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "feed/article.hpp"
#include "read_model/published_comment.hpp"

namespace moderato::gateway::syndication {

inline constexpr std::size_t most_entries = 50;

struct Entry {
  PublishedComment comment;
  ArticleFacts article;
};
struct Feed {
  std::string site;
  std::optional<ArticleFacts> article;  // whose comments they are; none: of all the site's articles
  std::vector<Entry> entries;           // newest first
};

[[nodiscard]] std::string json_feed(const Feed& feed);
[[nodiscard]] std::string atom_feed(const Feed& feed);

// For both. An id is for good, whatever is edited: "urn:moderato:comment:default:c1".
[[nodiscard]] std::string title_of(const Feed& feed);
[[nodiscard]] std::string id_of(const std::string& site, const std::string& comment);
// Where it is read: on the article's page. Empty where the site has not told its address, or what is none of the web.
[[nodiscard]] std::string address_of(const Entry& entry);

}  // namespace moderato::gateway::syndication
