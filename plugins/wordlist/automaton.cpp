#include "automaton.hpp"

#include <algorithm>

namespace moderato::wordlist {

Automaton::Automaton(const std::vector<std::string>& needles) {
  grow(needles);
  link();
}

void Automaton::grow(const std::vector<std::string>& needles) {
  struct Range {  // of the needles that begin with what leads to a node
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t depth;
  };
  std::vector<Range> ranges{{0, static_cast<std::uint32_t>(needles.size()), 0}};
  bytes_.push_back(0);
  for (std::size_t node = 0; node < ranges.size(); ++node) {
    auto [at, end, depth] = ranges[node];
    const auto first_child = static_cast<Number>(ranges.size());
    const bool ends_here = at < end && needles[at].size() == depth;  // what is shorter is sorted before what is longer
    needles_.push_back(ends_here ? at++ : none);
    while (at < end) {
      const char byte = needles[at][depth];
      const std::uint32_t begin = at;
      while (at < end && needles[at][depth] == byte) ++at;
      bytes_.push_back(static_cast<unsigned char>(byte));
      ranges.push_back({begin, at, depth + 1});
    }
    nodes_.push_back({.first_child = first_child,
                      .fall_back = root,
                      .children = static_cast<std::uint16_t>(ranges.size() - first_child),
                      .ends = 0,
                      .first = first_child < bytes_.size() ? bytes_[first_child] : static_cast<unsigned char>(0)});
  }
}

void Automaton::link() {
  shorter_.resize(nodes_.size(), root);
  const auto for_children = [&](Number parent, const auto& what) {
    const Node of = nodes_[parent];
    for (Number node = of.first_child; node < of.first_child + of.children; ++node) what(node);
  };
  for_children(root, [&](Number node) { from_root_[bytes_[node]] = node; });
  // Parents come before their children, and what they fall back to is shorter still.
  for (Number parent = 0; parent < nodes_.size(); ++parent) {
    for_children(parent, [&](Number node) {
      const Number other = parent == root ? root : step(nodes_[parent].fall_back, bytes_[node]);
      nodes_[node].fall_back = other;
      shorter_[node] = needles_[other] != none ? other : shorter_[other];
      nodes_[node].ends = needles_[node] != none || shorter_[node] != root ? 1 : 0;
    });
  }
}

}  // namespace moderato::wordlist
