#include "url.hpp"

#include <algorithm>
#include <string_view>

#include "bare.hpp"

namespace moderato::links {
namespace {

bool is_slash(Symbols symbols, std::size_t at) {
  return code_at(symbols, at) == U'/' || code_at(symbols, at) == U'\\';
}

// The ']' of an IPv6 address whose '[' is at `at`; `at` if there is none.
std::size_t end_of_ipv6(Symbols symbols, std::size_t at) {
  for (std::size_t end = at + 1; end < at + 48; ++end) {
    const char32_t c = code_at(symbols, end);
    if (c == U']') return end > at + 2 ? end : at;
    if (!is_ascii_digit(c) && !(c >= U'a' && c <= U'f') && c != U':' && c != U'.') return at;
  }
  return at;
}

}  // namespace

std::size_t scheme_in(Symbols symbols, std::size_t begin, std::size_t end) {
  if (code_at(symbols, end) != U':' || !is_slash(symbols, end + 1) || !is_slash(symbols, end + 2)) return end;
  for (const std::u32string_view scheme : {U"https", U"http", U"hxxps", U"hxxp", U"ftps", U"ftp", U"fxp"})
    if (end - begin >= scheme.size() && word_at(symbols, end - scheme.size(), scheme)) return end - scheme.size();
  return end;
}

std::optional<Url> read_url(Symbols symbols, std::size_t begin, std::size_t at) {
  while (is_slash(symbols, at)) ++at;  // Browsers take more slashes, too.
  std::size_t end = at, host = at;
  bool user_info = false;
  for (; end < symbols.size() && !ends_url(code_at(symbols, end)) && !is_slash(symbols, end) &&
         code_at(symbols, end) != U'?' && code_at(symbols, end) != U'#';
       ++end) {
    const char32_t c = code_at(symbols, end);
    if (c == U'(' || c == U')' || c == U']' || (c == U'[' && end != host)) break;
    if (c == U'[') end = std::max(end, end_of_ipv6(symbols, end));
    if (c == U'@') {
      user_info = true;
      host = end + 1;
    }
  }
  if (end > at && code_at(symbols, end - 1) == U':' && is_slash(symbols, end) && scheme_in(symbols, at, end - 1) == at)
    return std::nullopt;
  std::size_t stop = host;
  if (code_at(symbols, host) == U'[') {
    stop = std::max(stop, end_of_ipv6(symbols, host) + 1);
    if (code_at(symbols, stop - 1) != U']') return std::nullopt;
  } else {
    while (stop < end &&
           (is_label(code_at(symbols, stop)) || code_at(symbols, stop) == U'.' || code_at(symbols, stop) == U'%'))
      ++stop;
    stop = unglued_end(symbols, host, stop);
    while (stop > host && (code_at(symbols, stop - 1) == U'.' || code_at(symbols, stop - 1) == U'-' ||
                           code_at(symbols, stop - 1) == U'_'))
      --stop;
  }
  if (stop == host) return std::nullopt;
  return Url{begin, url_end(symbols, stop), text_of(symbols, host, stop), user_info, false};
}

std::optional<Url> read_target(Symbols symbols, std::size_t at, const Domains& domains) {
  if (is_slash(symbols, at) && is_slash(symbols, at + 1)) return read_url(symbols, at, at + 2);
  std::size_t end = at;
  while (is_label(code_at(symbols, end)) || code_at(symbols, end) == U'.') ++end;
  if (end == at) return std::nullopt;
  if (scheme_in(symbols, at, end) < end) return read_url(symbols, at, end + 3);
  const auto found = find_bare(symbols, at, end, domains);
  if (!found || found->begin != at || found->end != end || found->doubtful) return std::nullopt;
  return Url{at, found->url_end, text_of(symbols, at, end), false, false};
}

}  // namespace moderato::links
