// JSON on one line, whatever takes lines apart at the other end.
#pragma once

#include <string>
#include <string_view>

namespace moderato::remote {

// Between its strings JSON may have line ends, which become spaces. Within them only U+0085, U+2028 and U+2029 are left
// as they are, and some languages end a line there (Node 24's readline does): they are escaped.
inline std::string one_line(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  std::size_t done = 0;
  const auto replace = [&](std::size_t at, std::size_t size, std::string_view with) {
    out.append(json, done, at - done).append(with);
    done = at + size;
  };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '\n' || c == '\r')
      replace(i, 1, " ");
    else if (c == '\xc2' && json.substr(i, 2) == "\xc2\x85")
      replace(i, 2, "\\u0085");
    else if (c == '\xe2' && json.substr(i, 3) == "\xe2\x80\xa8")
      replace(i, 3, "\\u2028");
    else if (c == '\xe2' && json.substr(i, 3) == "\xe2\x80\xa9")
      replace(i, 3, "\\u2029");
  }
  return out.append(json, done);
}

}  // namespace moderato::remote
