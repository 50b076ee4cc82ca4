// What a filter may be called, and what its class is called then.
#pragma once

#include <string>
#include <string_view>

namespace moderato::cli {

// Why this is no name for a filter, or "". The name is a key of the configuration, a file's name, and a target of
// CMake, which has some of its own.
[[nodiscard]] std::string objection_to(std::string_view name);

// "very_own2" -> "VeryOwn2".
[[nodiscard]] std::string class_name(std::string_view name);

}  // namespace moderato::cli
