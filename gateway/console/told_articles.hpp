// What sites told of their articles, from the read model.
#pragma once

#include <mutex>
#include <optional>
#include <string_view>

#include "read_model/reader.hpp"

namespace moderato::gateway::console {

// Thread-safe. What goes wrong with the file is a sqlite::Failure, thrown.
class ToldArticles {
 public:
  explicit ToldArticles(Reader reader) : reader_(std::move(reader)) {}

  // Nothing: nothing was told of it.
  [[nodiscard]] std::optional<ArticleFacts> find(std::string_view site, std::string_view article) const {
    const std::lock_guard lock{mutex_};
    return reader_.article(site, article);
  }

 private:
  mutable std::mutex mutex_;
  Reader reader_;
};

}  // namespace moderato::gateway::console
