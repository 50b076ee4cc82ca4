// Finds the end of a request's head, and refuses on the way what parsers are known to read in different ways.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/limits.hpp"

namespace moderato::gateway::http {

// Looks at each byte once, however they arrive.
class HeadScanner {
 public:
  enum class Found : std::uint8_t {
    more,           // not at its end yet
    end,            // the empty line was the last that was taken
    bad_line_end,   // CR or LF alone
    bad_character,  // NUL or another control character
    folded,         // a header that goes on in the next line
    long_line,      // the request line
    many_headers,
    long_head,
  };

  explicit HeadScanner(const Limits& limits) : limits_(limits) {}

  // Returns how many bytes belong to the head; all, unless `found` is `end` or a mistake.
  std::size_t take(std::string_view bytes, Found& found);

 private:
  Found look(char c);

  const Limits& limits_;
  std::size_t bytes_ = 0;
  std::size_t lines_ = 0;
  std::size_t in_line_ = 0;
  bool after_return_ = false;
};

}  // namespace moderato::gateway::http
