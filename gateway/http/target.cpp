#include "http/target.hpp"

#include <algorithm>
#include <charconv>

#include "moderato/text/utf8.hpp"

namespace moderato::gateway::http {
namespace {

// Nothing when an escape is none.
std::optional<std::string> unescaped(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const std::string_view digits = text.substr(i + 1, 2);
      unsigned char byte = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

// UTF-8 without control characters.
bool is_plain(std::string_view text, bool lines_allowed) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) {
      const moderato::text::Decoded decoded = moderato::text::decode(text, i);
      if (!decoded.valid) return false;
      i += decoded.size;
    } else {
      const bool line = lines_allowed && (byte == '\n' || byte == '\r' || byte == '\t');
      if ((byte < 0x20 && !line) || byte == 0x7f) return false;
      ++i;
    }
  }
  return true;
}

// Calls `each` with every piece between separators; stops and returns false once it returns false.
template <class Each>
bool split(std::string_view text, std::string_view separators, const Each& each) {
  while (true) {
    const std::size_t end = text.find_first_of(separators);
    if (!each(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool climbs(std::string_view segment) {
  return !split(segment, "/\\", [](std::string_view part) { return part != "." && part != ".."; });
}

bool parse_path(std::string_view path, std::vector<std::string>& segments) {
  path.remove_prefix(1);
  if (path.empty()) return true;
  return split(path, "/", [&](std::string_view piece) {
    std::optional<std::string> segment = unescaped(piece, false);
    if (!segment || !is_plain(*segment, false) || climbs(*segment)) return false;
    segments.push_back(std::move(*segment));
    return true;
  });
}

bool parse_query(std::string_view query, Pairs& pairs) {
  return split(query, "&", [&](std::string_view piece) {
    if (piece.empty()) return true;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    auto name = unescaped(piece.substr(0, equals), true);
    auto value = unescaped(piece.substr(std::min(equals + 1, piece.size())), true);
    if (!name || !value || !is_plain(*name, false) || !is_plain(*value, true)) return false;
    if (pairs.size() == most_parameters) return false;
    pairs.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
}

bool is_authority(std::string_view text) {
  return !text.empty() && text.find_first_of("@\"<>\\^`{|}") == std::string_view::npos;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  Target target{text};
  if (text == "*") return target;
  if (text.find('#') != std::string_view::npos) return std::nullopt;
  for (const std::string_view scheme : {"http://", "https://"})
    if (same_word(text.substr(0, scheme.size()), scheme)) {
      text.remove_prefix(scheme.size());
      const std::size_t end = std::min(text.find_first_of("/?"), text.size());
      target.authority = text.substr(0, end);
      if (!is_authority(*target.authority)) return std::nullopt;
      text.remove_prefix(end);
      // As RFC 9112, 3.2.2: no path is "/".
      if (text.empty()) text = "/";
      target.text = text;
      break;
    }
  if (!text.starts_with('/')) return std::nullopt;
  const std::size_t question = std::min(text.find('?'), text.size());
  if (!parse_path(text.substr(0, question), target.segments)) return std::nullopt;
  if (question < text.size() && !parse_query(text.substr(question + 1), target.query)) return std::nullopt;
  return target;
}

}  // namespace moderato::gateway::http
