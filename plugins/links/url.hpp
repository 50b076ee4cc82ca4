// Reads URLs as browsers do: what is the host of them, and where they end.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "domain.hpp"
#include "symbols.hpp"

namespace moderato::links {

struct Url {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string host{};
  bool user_info = false;
  bool doubtful = false;
};

// Where the scheme at the end of the run begins; `end` if it isn't followed by "://" or is none that is clicked.
[[nodiscard]] std::size_t scheme_in(std::span<const Symbol> symbols, std::size_t begin, std::size_t end);

// A URL from `begin`, its authority at `at`; nothing if it has no host.
[[nodiscard]] std::optional<Url> read_url(std::span<const Symbol> symbols, std::size_t begin, std::size_t at);

// The target of a marked-up link at `at`: with a scheme, with "//", or a bare domain.
[[nodiscard]] std::optional<Url> read_target(std::span<const Symbol> symbols, std::size_t at, const Domains& domains);

}  // namespace moderato::links
