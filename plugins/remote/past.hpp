// The decisions that a program was told and is still to be told, so that one that is started again knows what the one
// before knew.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "moderato/filter.hpp"

namespace moderato::remote {

// Not thread-safe. Of more than `most_bytes` it loses the oldest.
class Past {
 public:
  explicit Past(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // Keeps no more than it takes to look back so far.
  void keep(const Lookback& back) { back_ = back; }
  void add(const Decision& decision);
  // Has them told as erased, and keeps nothing of them.
  void forget(std::span<const Comment> comments);

  [[nodiscard]] bool has_untold() const { return untold_bytes_ > 0; }
  [[nodiscard]] std::size_t untold_bytes() const { return untold_bytes_; }
  // The next message to tell; empty when there is none.
  [[nodiscard]] std::string next_message();
  // A new program knows nothing.
  void tell_again();
  // How many were lost before they were told, since it was last asked.
  [[nodiscard]] std::uint64_t take_lost();

 private:
  enum class Kind : std::uint8_t { decision, erasure };
  struct Entry {
    Kind kind = Kind::decision;
    std::string key;
    std::string json;  // empty once there is nothing more to tell
    std::int64_t decided_at = 0;

    [[nodiscard]] std::size_t bytes() const { return json.size(); }
  };

  void push(Entry entry);
  void clear(std::size_t at);
  void drop_oldest();
  void let_go();

  std::size_t most_bytes_;
  Lookback back_;
  std::deque<Entry> entries_;
  std::size_t told_ = 0;  // so many of them, from the front
  std::size_t bytes_ = 0;
  std::size_t untold_bytes_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace moderato::remote
