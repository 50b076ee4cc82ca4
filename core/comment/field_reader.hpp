// Reads named string and boolean fields out of a JSON object in one pass, without building a document: the decoded
// strings go into one buffer, everything else is passed over. Built on Boost.JSON's event parser.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "comment/comment.hpp"
#include "comment/result.hpp"

namespace moderato {

struct FieldRule {
  std::string_view group = {};  // the object that holds it, one level down; empty for the outermost
  std::string_view name;
  enum class Type : std::uint8_t { string, boolean } type = Type::string;
  bool required = false;
  bool nullable = false;     // null reads as absent
  bool printable = false;    // no control characters: for ids, names, addresses
  std::size_t least = 0;     // bytes, decoded
  std::size_t most = 1'024;  // bytes, decoded
};

constexpr std::size_t max_fields = 16;

struct Fields {
  std::array<std::optional<std::string_view>, max_fields> strings;  // by the rule's position; into `decoded`
  std::array<std::optional<bool>, max_fields> booleans;
  std::unique_ptr<char[]> decoded;
};

// An error names the field, what was expected and what was found; `id` is the field "id" where it was read before.
[[nodiscard]] boost::system::result<Fields, ParseError> read_fields(std::string_view frame,
                                                                    std::span<const FieldRule> rules);

}  // namespace moderato
