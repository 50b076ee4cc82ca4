// The groups of digits in a text, and what stands between them: "030 / 12 34-56" is four groups.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plain.hpp"

namespace moderato::privacy {

enum class Gap : std::uint8_t { apart, space, dash, dot, slash, bracket };

struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
  Gap before = Gap::apart;  // between the group before and this one
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

class Numbers {
 public:
  explicit Numbers(const Plain& plain);

  [[nodiscard]] std::size_t size() const { return groups_.size(); }
  [[nodiscard]] const Group& operator[](std::size_t i) const { return groups_[i]; }
  [[nodiscard]] std::string_view digits(std::size_t i) const {
    return std::string_view{plain_.text}.substr(groups_[i].begin, groups_[i].size());
  }
  // What parts group `i` from the one before; `apart` past the last.
  [[nodiscard]] Gap gap(std::size_t i) const { return i < groups_.size() ? groups_[i].before : Gap::apart; }
  [[nodiscard]] char before(std::size_t i) const { return plain_[groups_[i].begin - 1]; }

  // Whether a number may begin with this group: it is no part of a word, a decimal, a path, a date or a price.
  [[nodiscard]] bool begins(std::size_t i) const;
  // Whether a number may end with it.
  [[nodiscard]] bool ends(std::size_t i) const;

 private:
  const Plain& plain_;
  std::vector<Group> groups_;
};

}  // namespace moderato::privacy
