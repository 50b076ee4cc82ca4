#include "http/head_scanner.hpp"

namespace moderato::gateway::http {

HeadScanner::Found HeadScanner::look(char c) {
  if (++bytes_ > limits_.head_bytes) return Found::long_head;
  const bool after_return = after_return_;
  after_return_ = c == '\r';
  if (after_return != (c == '\n')) return Found::bad_line_end;
  if (c == '\r') return Found::more;
  if (c == '\n') {
    if (in_line_ == 0) return Found::end;
    in_line_ = 0;
    return ++lines_ > limits_.header_count + 1 ? Found::many_headers : Found::more;
  }
  const auto byte = static_cast<unsigned char>(c);
  if ((byte < 0x20 && c != '\t') || byte == 0x7f) return Found::bad_character;
  if (in_line_ == 0 && (c == ' ' || c == '\t')) return Found::folded;
  return ++in_line_ > limits_.request_line_bytes && lines_ == 0 ? Found::long_line : Found::more;
}

std::size_t HeadScanner::take(std::string_view bytes, Found& found) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if ((found = look(bytes[i])) != Found::more) return i + 1;
  found = Found::more;
  return bytes.size();
}

}  // namespace moderato::gateway::http
