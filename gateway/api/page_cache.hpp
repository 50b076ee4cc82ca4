// Pages that are rendered already, as long as nothing they show has changed.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/content.hpp"

namespace moderato::gateway::api {

using PagePtr = std::shared_ptr<const http::Content>;

// Thread-safe. Bounded: what was asked for longest ago gives way.
class PageCache {
 public:
  explicit PageCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // A page is of a topic: an article, or a site. `version` is what the topic has now: take it before reading what is
  // rendered, so that a page that is out of date already is never kept as new.
  struct Found {
    PagePtr page;  // null: it has to be rendered
    std::uint64_t version = 0;
  };
  [[nodiscard]] Found find(std::string_view topic, const std::string& target);
  void put(std::string_view topic, const std::string& target, std::uint64_t version, PagePtr page);
  // What is shown of the topic has changed.
  void changed(std::string_view topic);
  void all_changed();

 private:
  struct Entry {
    std::string target;
    std::string topic;
    std::uint64_t version;
    PagePtr page;
  };
  [[nodiscard]] std::uint64_t version_of(std::string_view topic) const;
  void drop(std::list<Entry>::iterator entry);

  std::mutex mutex_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::uint64_t clock_ = 0;
  std::uint64_t all_ = 0;                                    // when everything changed last
  std::unordered_map<std::string, std::uint64_t> versions_;  // of topics that changed lately
  std::list<Entry> entries_;                                 // latest first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_target_;
};

}  // namespace moderato::gateway::api
