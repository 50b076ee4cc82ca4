// What a filter may answer. Beyond it, the answer is nonsense and the filter's `on_error` decides.
#pragma once

#include <cstddef>
#include <string_view>

#include "moderato/filter.hpp"

namespace moderato {

inline constexpr std::size_t longest_code = 64;
inline constexpr std::size_t longest_message = 2'000;
inline constexpr std::size_t most_spans = 1'000;
inline constexpr std::size_t most_scores = 64;
inline constexpr std::size_t longest_attribute = 64;
inline constexpr std::size_t longest_error = 500;

// What is wrong with an answer about a text of `text_size` bytes; empty when nothing is.
[[nodiscard]] std::string_view nonsense(const moderato_finding& found, std::size_t text_size);

// For a finding with which nothing is wrong.
[[nodiscard]] Finding copy_of(const moderato_finding& found);

}  // namespace moderato
