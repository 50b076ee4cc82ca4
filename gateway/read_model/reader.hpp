// Reads what is published.
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "feed/article.hpp"
#include "read_model/published_comment.hpp"

namespace moderato::gateway {

// A connection of its own to the file, which a Writer keeps: each call sees what was applied when it began. For one
// thread at a time; open one for each. Whatever goes wrong with the file is a sqlite::Failure, thrown.
class Reader {
 public:
  // Errors: read_model.cannot_open (also before a Writer has made it), read_model.not_ours.
  [[nodiscard]] static Result<Reader> open(const std::filesystem::path& file);

  // At most `limit` comments, and not many more bytes of text than `page_bytes`. `more`: there are others behind them.
  struct Page {
    std::vector<PublishedComment> comments;
    bool more = false;
  };
  static constexpr std::size_t page_bytes = 4U << 20U;
  static constexpr Seq end{std::numeric_limits<std::int64_t>::max()};

  // The comments of an article, with the places of those that were withdrawn, in the order in which they were first
  // published: by first_seq, after `after`, which is that of the last comment of the page before. See
  // PublishedComment::orphan for what to make of their parents.
  [[nodiscard]] Page thread(std::string_view site, std::string_view article, std::size_t limit, Seq after = {}) const;

  // Those of an article that were published or edited by decisions after `after`, by seq. What was removed since is not
  // told: that is what the feed's changes are for.
  [[nodiscard]] Page since(std::string_view site, std::string_view article, std::size_t limit, Seq after) const;

  // The newest of a site first: by first_seq, before `before`.
  [[nodiscard]] Page newest(std::string_view site, std::size_t limit, Seq before = end) const;
  // The same of an article.
  [[nodiscard]] Page newest_of(std::string_view site, std::string_view article, std::size_t limit,
                               Seq before = end) const;

  // If it is published.
  [[nodiscard]] std::optional<PublishedComment> comment(std::string_view site, std::string_view id) const;
  // Also where only its place is left.
  [[nodiscard]] std::optional<PublishedComment> place(std::string_view site, std::string_view id) const;

  // What the site told of an article. Nothing: nothing.
  [[nodiscard]] std::optional<ArticleFacts> article(std::string_view site, std::string_view article) const;

  // How many comments each article has, in their order.
  [[nodiscard]] std::vector<std::size_t> counts(std::string_view site,
                                                std::span<const std::string_view> articles) const;

  // The last decision that was applied.
  [[nodiscard]] Seq last_seq() const;

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

 private:
  struct Statements;
  explicit Reader(std::unique_ptr<Statements> statements);
  std::unique_ptr<Statements> statements_;
};

}  // namespace moderato::gateway
