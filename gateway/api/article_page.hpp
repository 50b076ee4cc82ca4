// The comments of an article as a page that needs no JavaScript (openapi.json: readArticlePage).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/article_page_texts.hpp"
#include "api/thread_tree.hpp"
#include "feed/article.hpp"

namespace moderato::gateway::api {

struct ArticlePage {
  const ThreadTree& tree;
  const ArticleFacts& article;
  std::optional<std::uint32_t> below;  // the comment whose replies these are; none: comments at the top
  ThreadTree::Slice slice;
  Language language = Language::english;
  bool keep_language = false;  // in links: the reader asked for it
};

// HTML. Everything that people wrote is escaped. It nests to four levels as the comment section does, and at most as
// many comments as an answer of the API does (thread_json.hpp); links lead to the rest.
[[nodiscard]] std::string article_page(const ArticlePage& page);

// Its Content-Security-Policy: no script at all, and the gateway's styles.
inline constexpr std::string_view article_page_policy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace moderato::gateway::api
