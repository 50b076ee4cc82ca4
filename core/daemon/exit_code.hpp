// What a program of Moderato ends with (sysexits.h where it has one).
#pragma once

#include <cstdint>
#include <cstdio>

#include "config/problem.hpp"

namespace moderato {

enum class ExitCode : std::uint8_t { ok = 0, failed = 1, usage = 64, unavailable = 69, configuration = 78 };

[[nodiscard]] constexpr int number_of(ExitCode exit) {
  return static_cast<int>(exit);
}

// Says on standard error what is wrong with the configuration, and gives the exit code for it.
inline int report(const Problems& problems) {
  for (const Problem& problem : problems) std::fprintf(stderr, "%s\n", problem.text().c_str());
  return number_of(ExitCode::configuration);
}

}  // namespace moderato
