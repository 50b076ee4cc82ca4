// What a site has told the daemon of an article, as the request `articles` gives it (core/transport/README.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway {

struct ArticleFacts {
  std::string site{};
  std::string article{};
  std::string title{};  // empty: it has not said
  std::string url{};    // likewise; whatever the site wrote, not checked
  bool closed = false;
  std::optional<Time> published_at{};

  bool operator==(const ArticleFacts&) const = default;
};

struct ArticlePage {
  std::vector<ArticleFacts> articles;
  std::int64_t scanned = 0;  // where the next page begins
  bool more = false;         // there is a next page already
};

// What to ask for those that changed after a change. The answer says `number` again.
[[nodiscard]] std::string articles_request(std::int64_t after, std::int64_t number);

// Takes the frame of an answer. Errors: the daemon's own; feed.bad_answer.
[[nodiscard]] Result<ArticlePage> read_articles(std::string_view answer);

}  // namespace moderato::gateway
