// Comma-separated values as programs really write them (RFC 4180, and what strays from it).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/line_io.hpp"

namespace moderato::cli {

// Takes lines, as its first one may have to be looked at by others first. Not thread-safe.
//
// The separator is whichever of , ; and tab the heading has most of. Fields may be in quotes, and then hold separators,
// line breaks and doubled quotes. A quote within a field that does not begin with one is a letter like any other.
class CsvReader {
 public:
  // The heading is `first`; what follows comes from `lines`, which outlives it. A record has at most `longest` bytes.
  CsvReader(Line first, LineReader& lines, std::size_t longest);

  [[nodiscard]] const std::vector<std::string>& heading() const { return heading_; }
  [[nodiscard]] char separator() const { return separator_; }

  struct Record {
    std::vector<std::string> fields;
    std::size_t line = 0;  // where it begins, from 1
  };
  // The next record that is not an empty line. None: the end, or `failure` says what is wrong and where; nothing can be
  // read after that.
  [[nodiscard]] std::optional<Record> next();
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  std::optional<Record> record_from(Line line);

  LineReader& lines_;
  std::size_t longest_;
  char separator_ = ',';
  std::vector<std::string> heading_;
  std::optional<Error> failure_;
};

}  // namespace moderato::cli
