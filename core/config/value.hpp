// Reads one TOML value as what it should be: returns it, or reports "NAME: expected …, found …" at the value's place.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/report.hpp"

namespace moderato {

struct Value {
  const toml::node& node;
  std::string_view name;  // as messages name it: "log.level"

  [[nodiscard]] Place place() const { return node.source().begin; }
};

template <class T>
struct Range {
  T least;
  T most;
  [[nodiscard]] bool contains(T value) const { return value >= least && value <= most; }  // never NaN
};

// A string in the file. Lives as long as the document.
struct Text {
  std::string_view text;
  Place place;
};

// "NAME: expected EXPECTED, found …"
void report_wrong(const Value& value, std::string_view expected, Report& report);

[[nodiscard]] std::optional<std::int64_t> read_integer(const Value& value, Range<std::int64_t> range, Report& report);
[[nodiscard]] std::optional<double> read_number(const Value& value, Range<double> range, Report& report);
[[nodiscard]] std::optional<bool> read_boolean(const Value& value, Report& report);
[[nodiscard]] std::optional<std::string_view> read_string(const Value& value, Report& report);
// The position of the value in `choices`.
[[nodiscard]] std::optional<std::size_t> read_choice(const Value& value, const std::vector<std::string>& choices,
                                                     Report& report);
// A list of strings; a single string reads as a list of one.
[[nodiscard]] std::optional<std::vector<Text>> read_strings(const Value& value, Report& report);
// Not empty and free of NUL.
[[nodiscard]] std::optional<std::string_view> read_path(const Value& value, Report& report);
// Bytes.
[[nodiscard]] std::optional<std::uint64_t> read_bytes(const Value& value, Range<std::uint64_t> range, Report& report);
// Microseconds.
[[nodiscard]] std::optional<std::int64_t> read_duration(const Value& value, Range<std::int64_t> range, Report& report);

[[nodiscard]] bool is_path(std::string_view text);

}  // namespace moderato
