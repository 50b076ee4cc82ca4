// Takes out of a comment what its parent or its article says: quoting is no repeating.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "fingerprint.hpp"
#include "moderato/filter.hpp"

namespace moderato::duplicate {

// Thread-safe. Keeps the features of the articles asked about last, since many comments quote one article.
class Context {
 public:
  // The reader must outlive this.
  explicit Context(const Reader& reader) : reader_(reader) {}

  // Whether the comment has anything it could quote.
  [[nodiscard]] static bool known(const Comment& comment);

  // Removes from `text.features` those of the parent and the article. Returns whether there were any.
  bool remove_quotes(const Comment& comment, Fingerprint& text);

 private:
  using Features = std::shared_ptr<const std::vector<std::uint64_t>>;
  static constexpr std::size_t kept_articles = 32;
  static constexpr std::size_t most_bytes = 262'144;  // of a parent or an article that are read

  Features article(std::string_view text);

  const Reader& reader_;
  std::mutex mutex_;
  std::vector<std::pair<std::uint64_t, Features>> articles_;  // latest last
};

}  // namespace moderato::duplicate
