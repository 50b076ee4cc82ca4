// Comments that the daemon was handed and has not decided yet.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace moderato::gateway::api {

// Thread-safe.
class Undecided {
 public:
  // While one is held, the comment's id is its author's alone.
  class Hold {
   public:
    Hold(Undecided& all, std::string key) : all_(&all), key_(std::move(key)) {}
    Hold(Hold&& other) noexcept : all_(std::exchange(other.all_, nullptr)), key_(std::move(other.key_)) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
      if (all_ != nullptr) all_->leave(key_);
    }

   private:
    Undecided* all_;
    std::string key_;
  };

  struct Entry {
    std::string author;
    boost::json::object comment;  // as handed to the daemon, of the first that is held
  };

  // Nothing: another author's comment of this id is on its way.
  [[nodiscard]] std::optional<Hold> enter(std::string_view site, std::string_view id, Entry entry);
  [[nodiscard]] std::optional<Entry> find(std::string_view site, std::string_view id) const;

 private:
  struct Counted {
    Entry entry;
    std::size_t count = 0;
  };
  void leave(const std::string& key);

  mutable std::mutex mutex_;
  std::map<std::string, Counted, std::less<>> entries_;
};

}  // namespace moderato::gateway::api
