// What an archive said before, so that the same submission gets the same verdict and an edit counts as a revision.
// Bounded: what was seen longest ago is forgotten first.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "comment/ids.hpp"
#include "comment/two_generations.hpp"

namespace moderato::cli {

// Which ids came by, with which content.
class SeenIds {
 public:
  struct Entry {
    ContentHash content;
    std::uint32_t revision = 0;
  };
  struct Submission {
    bool again = false;  // the same as before
    std::uint32_t revision = 0;
  };

  Submission admit(CommentKey key, ContentHash content) {
    const Entry* known = entries_.find(key);
    if (known != nullptr && known->content == content) return {true, known->revision};
    const std::uint32_t revision = known == nullptr ? 0 : known->revision + 1;
    entries_.put(key, {content, revision}, 1);
    return {false, revision};
  }

 private:
  static constexpr std::size_t half = 2'000'000;  // ids; about 50 bytes each
  TwoGenerations<boost::unordered_flat_map<std::uint64_t, Entry>> entries_{half};
};

// The newest verdicts, as written.
class SeenVerdicts {
 public:
  [[nodiscard]] const std::string* find(CommentKey key) const { return verdicts_.find(key); }
  void put(CommentKey key, std::string verdict) {
    const std::size_t size = verdict.size() + overhead;
    verdicts_.put(key, std::move(verdict), size);
  }

 private:
  static constexpr std::size_t half = 32U << 20U;  // bytes
  static constexpr std::size_t overhead = 80;
  TwoGenerations<boost::unordered_map<std::uint64_t, std::string>> verdicts_{half};
};

}  // namespace moderato::cli
