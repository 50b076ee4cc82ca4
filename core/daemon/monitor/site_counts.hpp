// Decisions by site. What sends comments may name any site: so many have a count of their own, the rest share one.
#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/verdict.hpp"

namespace moderato {

// `reserve`, then `count` belong to one thread; `rows` is for the others, without locks.
class SiteCounts {
 public:
  static constexpr std::size_t most_sites = 100;  // beside those reserved
  static constexpr std::string_view rest = "other";

  using ByTopic = std::array<std::uint64_t, 5>;  // in the order of Topic
  struct Row {
    std::string_view site;
    ByTopic decided;
  };

  SiteCounts();
  // Sites that the operator has named get a count of their own, however many others are seen before. Call first.
  void reserve(std::span<const std::string> sites);

  void count(std::string_view site, Topic topic) {
    // Once all names are taken, the last may be the rest, which goes by another name.
    if (site != last_->site) last_ = &slot_of(site);
    last_->decided[static_cast<std::size_t>(topic)].fetch_add(1, std::memory_order_relaxed);
  }

  // Those with decisions. Names live as long as the object.
  [[nodiscard]] std::vector<Row> rows() const;

 private:
  struct Slot {
    std::string site;
    std::array<std::atomic<std::uint64_t>, 5> decided{};
  };

  Slot& slot_of(std::string_view site);

  std::vector<std::unique_ptr<Slot>> slots_;  // the first is for the rest; never resized once `count` was called
  std::atomic<std::size_t> used_{1};          // slots with a name
  boost::unordered_flat_map<std::string_view, Slot*> by_name_;
  Slot* last_;  // comments of a site come in runs
};

}  // namespace moderato
