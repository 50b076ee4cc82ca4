// Domains without a scheme, and what in prose only looks like one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "domain.hpp"
#include "symbols.hpp"

namespace moderato::links {

struct Bare {
  std::size_t begin = 0;
  std::size_t end = 0;      // of the host
  std::size_t url_end = 0;  // of all of it
  bool doubtful = false;
};

// The last domain in symbols [begin, end), a run of labels and single dots; nothing for e-mail addresses, version
// numbers, abbreviations and names whose end is no top-level domain. Looks at most at the last 253 symbols of the run.
[[nodiscard]] std::optional<Bare> find_bare(std::span<const Symbol> symbols, std::size_t begin, std::size_t end,
                                            const Domains& domains);

// One past a host's port, path, query and fragment that begin at `at`, without punctuation that ends a sentence.
[[nodiscard]] std::size_t url_end(std::span<const Symbol> symbols, std::size_t at);

// Where the last label of a host in [begin, end) meets text in a script without spaces: "example.comを見て".
[[nodiscard]] std::size_t unglued_end(std::span<const Symbol> symbols, std::size_t begin, std::size_t end);

[[nodiscard]] std::string text_of(std::span<const Symbol> symbols, std::size_t begin, std::size_t end);

}  // namespace moderato::links
