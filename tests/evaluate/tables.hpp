// Tables of what is remembered, as compact as a server would have them, and how many bytes they take.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

namespace moderato::evaluate {

using Number = std::uint32_t;  // of a remembered comment, counted from 0

// Bytes of the entries of a Boost flat table when it is full: 15 of them share 16 bytes that say where they are.
template <class Table>
double table_bytes(const Table& table) {
  return static_cast<double>(table.size()) * (static_cast<double>(sizeof(typename Table::value_type)) + 16.0 / 15.0);
}

// Leads from a key to the comments that have it.
class Postings {
 public:
  void add(std::uint64_t key, Number comment) {
    const auto [at, is_new] = latest_.try_emplace(key, none);
    entries_.push_back({comment, at->second});
    at->second = static_cast<std::uint32_t>(entries_.size() - 1);
  }

  // The latest comment first.
  template <class Each>
  void each(std::uint64_t key, Each call) const {
    const auto at = latest_.find(key);
    if (at == latest_.end()) return;
    for (std::uint32_t i = at->second; i != none; i = entries_[i].before) call(entries_[i].comment);
  }

  [[nodiscard]] double bytes() const {
    return table_bytes(latest_) + static_cast<double>(entries_.size() * sizeof(Entry));
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  struct Entry {
    Number comment;
    std::uint32_t before;  // the next entry with the same key
  };
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> latest_;
  std::vector<Entry> entries_;
};

}  // namespace moderato::evaluate
