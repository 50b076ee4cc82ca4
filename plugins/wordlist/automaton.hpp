// Finds any number of byte strings in a text in one pass (A. V. Aho, M. J. Corasick: Efficient string matching, CACM 18
// (6), 1975).
//
// The trie's nodes are numbered level by level, so that the children of a node are neighbours and need no pointers: 21
// bytes a node, of which a step mostly reads 12 that lie together. Immutable after construction, and so thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::wordlist {

class Automaton {
 public:
  // `needles`: sorted, none twice, none empty; together under 2^32 bytes.
  explicit Automaton(const std::vector<std::string>& needles);

  // Calls found(index of the needle, offset one past its end) for each occurrence, by where it ends; of those that end
  // at the same place the longest first. Linear in the text and the number of occurrences.
  template <class Found>
  void find(std::string_view text, const Found& found) const {
    Number node = root;
    for (std::size_t at = 0; at < text.size(); ++at) {
      node = step(node, static_cast<unsigned char>(text[at]));
      if (nodes_[node].ends == 0) continue;
      for (Number end = needles_[node] != none ? node : shorter_[node]; end != root; end = shorter_[end])
        found(std::size_t{needles_[end]}, at + 1);
    }
  }

 private:
  using Number = std::uint32_t;
  static constexpr Number root = 0;
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Node {
    Number first_child = 0;
    Number fall_back = root;     // the node of the longest other string that what was read ends with
    std::uint16_t children = 0;  // up to 256
    std::uint8_t ends = 0;       // 1: a needle ends here, maybe a shorter one
    unsigned char first = 0;     // the first child's byte: most have no other
  };

  [[nodiscard]] Number step(Number node, unsigned char byte) const {
    for (; node != root; node = nodes_[node].fall_back) {
      if (const Number next = child(nodes_[node], byte); next != root) return next;
    }
    return from_root_[byte];
  }

  // The root where there is none: it is nobody's child.
  [[nodiscard]] Number child(const Node& node, unsigned char byte) const {
    constexpr unsigned few = 16;  // a call takes longer than looking at so many
    if (node.children == 0) return root;
    if (node.first == byte) return node.first_child;
    const unsigned char* first = bytes_.data() + node.first_child;
    if (node.children <= few) {
      for (unsigned i = 1; i < node.children; ++i) {
        if (first[i] == byte) return node.first_child + i;
      }
      return root;
    }
    const void* found = std::memchr(first, byte, node.children);
    if (found == nullptr) return root;
    return node.first_child + static_cast<Number>(static_cast<const unsigned char*>(found) - first);
  }

  void grow(const std::vector<std::string>& needles);
  void link();

  std::array<Number, 256> from_root_{};
  std::vector<Node> nodes_;
  std::vector<unsigned char> bytes_;    // that lead to each node
  std::vector<std::uint32_t> needles_;  // the one that ends at each node, or none
  std::vector<Number> shorter_;         // the next node where one ends that the node's string ends with, or the root
};

}  // namespace moderato::wordlist
