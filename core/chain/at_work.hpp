// What a thread is at now, for a watchdog that looks from time to time: which comment, and which filter it asks about
// it. Published so cheaply that it can be done for every call.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato {

// `begin`, `doing` and `idle` belong to the thread that works: a few plain stores, without locks and without the clock.
// The rest is for the others.
class AtWork {
 public:
  struct Comment {
    std::string site;
    std::string id;
  };

  // The comment that what follows is about. Names are cut to what the schema allows.
  void begin(std::string_view site, std::string_view id);
  // A step: what it is, is the owner's affair (a filter's place in the chain). Never the same twice, seen from outside.
  void doing(std::uint16_t what) { state_.store(++steps_ << what_bits | what | at_work, std::memory_order_relaxed); }
  void idle() { state_.store(0, std::memory_order_relaxed); }

  // Differs from one step to the next; 0 when idle.
  [[nodiscard]] std::uint64_t state() const { return state_.load(std::memory_order_relaxed); }
  [[nodiscard]] static std::uint16_t what(std::uint64_t state) { return state & (at_work - 1); }
  // Nothing when there was none yet, or when it changes at this moment.
  [[nodiscard]] std::optional<Comment> comment() const;

 private:
  static constexpr std::uint64_t at_work = 1U << 15U;
  static constexpr unsigned what_bits = 16;
  static constexpr std::size_t longest_site = 64;
  static constexpr std::size_t longest_id = 128;
  static constexpr std::size_t word = sizeof(std::uint64_t);
  using Bytes = std::array<char, (2 + longest_site + longest_id + word - 1) / word * word>;

  std::atomic<std::uint64_t> state_{0};
  std::uint64_t steps_ = 0;
  // A sequence lock (Boehm, "Can seqlocks get along with programming language memory models?", 2012): odd while the
  // words are written.
  std::atomic<std::uint64_t> version_{0};
  std::array<std::atomic<std::uint64_t>, sizeof(Bytes) / word> words_{};
};

}  // namespace moderato
