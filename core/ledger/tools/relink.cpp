#include "ledger/tools/relink.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moderato {

namespace {

using Page = std::vector<unsigned char>;

constexpr unsigned char interior_page = 0x05;
constexpr unsigned char leaf_page = 0x0D;
constexpr std::streamoff page_count_at = 28;  // in the file
constexpr std::size_t leaf_header = 8;
constexpr std::size_t interior_header = 12;
constexpr std::size_t longest_interior_cell = 4 + 9 + 2;  // page, number, and where the cell is

// Reads what SQLite calls a varint, and big-endian numbers, and knows when it has read too far.
class Bytes {
 public:
  Bytes(std::span<const unsigned char> bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int count = 0; count < 8; ++count) {
      const unsigned char byte = next();
      value = value << 7U | (byte & 0x7FU);
      if (byte < 0x80) return value;
    }
    return value << 8U | next();
  }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool good() const { return good_; }

 private:
  unsigned char next() {
    if (at_ >= bytes_.size()) {
      good_ = false;
      return 0;
    }
    return bytes_[at_++];
  }

  std::span<const unsigned char> bytes_;
  std::size_t at_;
  bool good_ = true;
};

std::size_t two_bytes(const Page& page, std::size_t at) {
  return static_cast<std::size_t>(page[at]) << 8U | page[at + 1];
}

void put(Page& page, std::size_t at, std::size_t count, std::uint64_t value) {
  for (std::size_t i = count; i-- > 0; value >>= 8U) page[at + i] = static_cast<unsigned char>(value & 0xFFU);
}

// The number of a row on a leaf; none when it is not a row of this shape.
std::optional<std::int64_t> row_at(const Page& page, std::size_t cell, const TableShape& table) {
  Bytes bytes(page, cell);
  const std::uint64_t payload = bytes.varint();
  const auto number = static_cast<std::int64_t>(bytes.varint());
  const std::size_t head = bytes.at();
  const std::uint64_t head_size = bytes.varint();
  if (!bytes.good() || head_size > payload || head_size > page.size()) return std::nullopt;
  std::size_t columns = 0;
  while (bytes.good() && bytes.at() < head + head_size) {
    const std::uint64_t type = bytes.varint();
    const bool as_expected = table.numbered ? type == 0 : type >= 13 && type % 2 == 1;  // NULL, or a text
    if (columns++ == 0 && !as_expected) return std::nullopt;
  }
  const bool fits = bytes.good() && columns >= table.least_columns && columns <= table.most_columns;
  return fits ? std::optional(number) : std::nullopt;
}

struct Child {
  std::uint64_t page;
  std::int64_t first;
  std::int64_t last;
};

std::optional<Child> leaf_of(const Page& page, std::uint64_t number, const TableShape& table) {
  if (page[0] != leaf_page) return std::nullopt;
  const std::size_t count = two_bytes(page, 3);
  if (count == 0 || leaf_header + 2 * count > page.size()) return std::nullopt;
  Child leaf{number, 0, 0};
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = row_at(page, two_bytes(page, leaf_header + 2 * i), table);
    if (!row || (i > 0 && *row <= leaf.last)) return std::nullopt;
    if (i == 0) leaf.first = *row;
    leaf.last = *row;
  }
  return leaf;
}

Page interior(std::span<const Child> children, std::size_t page_size) {
  Page page(page_size);
  std::size_t end = page_size;
  for (std::size_t i = 0; i + 1 < children.size(); ++i) {
    // Nine bytes hold any number: eight of seven bits, and one of eight.
    const auto key = static_cast<std::uint64_t>(children[i].last);
    end -= 4 + 9;
    put(page, end, 4, children[i].page);
    for (std::size_t byte = 0; byte < 8; ++byte) {
      page[end + 4 + byte] = static_cast<unsigned char>(0x80U | ((key >> (8 + 7 * (7 - byte))) & 0x7FU));
    }
    page[end + 12] = static_cast<unsigned char>(key & 0xFFU);
    put(page, interior_header + 2 * i, 2, end);
  }
  page[0] = interior_page;
  put(page, 3, 2, children.size() - 1);
  put(page, 5, 2, end);
  put(page, 8, 4, children.back().page);
  return page;
}

class Relinker {
 public:
  Relinker(const std::filesystem::path& file, std::size_t page_size, const TableShape& table)
      : file_(file, std::ios::binary | std::ios::in | std::ios::out),
        size_(page_size),
        table_(table),
        pages_(std::filesystem::file_size(file) / page_size) {}

  // False when the file can't be written.
  bool run() {
    std::vector<Child> children = leaves();
    if (children.size() == 1 && children.front().page == table_.root) return true;  // a small table is one leaf
    const std::size_t most = (size_ - interior_header) / longest_interior_cell;
    while (children.size() > most) children = level_above(children, most);
    write(table_.root, children.empty() ? empty_leaf() : interior(children, size_));
    // The header counted the pages without those appended. With 0 the file's length counts.
    file_.seekp(page_count_at);
    file_.write("\0\0\0\0", 4);
    file_.flush();
    return static_cast<bool>(file_);
  }

 private:
  std::vector<Child> leaves() {
    std::vector<Child> found;
    Page page(size_);
    file_.seekg(0);
    for (std::uint64_t number = 1; number <= pages_; ++number) {
      file_.read(reinterpret_cast<char*>(page.data()), static_cast<std::streamsize>(size_));
      if (number == 1) continue;  // the list of tables
      if (const auto leaf = leaf_of(page, number, table_)) found.push_back(*leaf);
    }
    file_.clear();
    std::ranges::stable_sort(found, {}, &Child::first);
    std::vector<Child> in_order;
    for (const Child& leaf : found) {
      if (in_order.empty() || leaf.first > in_order.back().last) in_order.push_back(leaf);
    }
    return in_order;
  }

  std::vector<Child> level_above(const std::vector<Child>& children, std::size_t most) {
    std::vector<Child> level;
    for (std::size_t at = 0; at < children.size(); at += most) {
      const auto group = std::span(children).subspan(at, std::min(most, children.size() - at));
      level.push_back({++pages_, group.front().first, group.back().last});
      write(pages_, interior(group, size_));
    }
    return level;
  }

  [[nodiscard]] Page empty_leaf() const {
    Page page(size_);
    page[0] = leaf_page;
    put(page, 5, 2, size_);
    return page;
  }

  void write(std::uint64_t number, const Page& page) {
    file_.seekp(static_cast<std::streamoff>((number - 1) * size_));
    file_.write(reinterpret_cast<const char*>(page.data()), static_cast<std::streamsize>(size_));
  }

  std::fstream file_;
  std::size_t size_;
  TableShape table_;
  std::uint64_t pages_;
};

}  // namespace

Result<void> relink_table(const std::filesystem::path& file, std::size_t page_size, const TableShape& table) {
  if (!Relinker(file, page_size, table).run()) {
    return Error{"ledger.cannot_write", "Cannot write " + file.string() + "."};
  }
  return {};
}

}  // namespace moderato
