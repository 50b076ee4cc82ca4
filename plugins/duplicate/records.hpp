// The remembered comments' records, on disk: a comment's id, and a sample of its text large enough to be sure. They are
// read only for what already looks like a duplicate, so they need no place in memory.
//
// The file has no name, holds no text, only keyed hashes and ids, and is gone with the process; at start the ledger is
// told again. A ring like the entries: a new record takes the place of the oldest.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace moderato::duplicate {

struct Record {
  static constexpr std::size_t most_sampled = 48;
  static constexpr std::size_t longest_id = 42;  // bytes; longer ones are left out

  std::uint64_t text = 0;   // Fingerprint::text_hash
  std::uint64_t bound = 0;  // the sample is all that the text has up to here
  std::uint32_t number = 0;
  std::uint8_t sampled = 0;
  std::uint8_t id_size = 0;
  std::array<char, longest_id> id_bytes{};
  std::array<std::uint16_t, most_sampled> sample{};  // ascending; of each hash the 16 bits below the bound's zeros

  void set_id(std::string_view id) {
    id_size = id.size() <= longest_id ? static_cast<std::uint8_t>(id.size()) : std::uint8_t{0};
    std::copy_n(id.begin(), id_size, id_bytes.begin());
  }
  [[nodiscard]] std::string_view id() const { return {id_bytes.data(), std::min<std::size_t>(id_size, longest_id)}; }
};
static_assert(sizeof(Record) == 160);

// Not thread-safe.
class Records {
 public:
  // For the latest `count` records. Throws std::system_error when `folder` can't be written to.
  Records(std::size_t count, const std::filesystem::path& folder);
  ~Records();
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;

  // Records come in the order of their numbers, from 1, without gaps.
  void put(std::uint64_t number, const Record& record);
  // Nothing when it was overwritten, or could not be written or read.
  [[nodiscard]] std::optional<Record> get(std::uint64_t number) const;
  // Overwrites it, in memory and on disk.
  void forget(std::uint64_t number);
  // How many records could not be written.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  static constexpr std::size_t at_once = 256;  // records in one write

  [[nodiscard]] std::uint64_t place(std::uint64_t number) const { return number % slots_ * sizeof(Record); }

  std::size_t slots_;  // a multiple of `at_once`
  int file_ = -1;
  std::vector<Record> latest_;  // not yet written
  std::uint64_t lost_ = 0;
};

}  // namespace moderato::duplicate
