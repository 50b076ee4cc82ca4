#include "bare.hpp"

#include <algorithm>
#include <string_view>

#include "doubts.hpp"

namespace moderato::links {
namespace {

constexpr std::size_t longest_host = 253;

bool is_local(char32_t code) {
  return is_label(code) || code == U'.' || code == U'+';
}

bool in_email(Symbols symbols, std::size_t begin, std::size_t end) {
  if (code_at(symbols, end) == U'@' && is_label(code_at(symbols, end + 1))) return true;
  if (code_at(symbols, end) == U'+') {  // "john.doe+news@example.com"
    std::size_t at = end + 1;
    while (at < end + 64 && is_local(code_at(symbols, at))) ++at;
    if (code_at(symbols, at) == U'@') return true;
  }
  return begin >= 2 && symbols[begin - 1].code == U'@' && is_local(symbols[begin - 2].code);
}

// "10.0.0.1:8080" and "10.0.0.1/admin"; without either it is as likely a version.
bool is_address(Symbols symbols, std::size_t begin, std::size_t end) {
  const char32_t next = code_at(symbols, end);
  if (!(next == U':' && is_ascii_digit(code_at(symbols, end + 1))) &&
      !(next == U'/' && is_ascii_letter(code_at(symbols, end + 1))))
    return false;
  int parts = 1;
  int value = -1;
  for (std::size_t at = begin; at < end; ++at) {
    if (symbols[at].code == U'.') {
      if (value < 0 || ++parts > 4) return false;
      value = -1;
    } else if (is_ascii_digit(symbols[at].code)) {
      value = std::max(value, 0) * 10 + static_cast<int>(symbols[at].code - U'0');
      if (value > 255) return false;
    } else {
      return false;
    }
  }
  return parts == 4 && value >= 0;
}

bool has_url_part(Symbols symbols, std::size_t end) {
  const char32_t mark = code_at(symbols, end), next = code_at(symbols, end + 1);
  if (mark == U':') return is_ascii_digit(next);
  return (mark == U'/' || mark == U'?' || mark == U'#') &&
         (is_label(next) || next == U'@' || next == U'%' || next == U'?');
}

// "file.py/other.rs" lists files; "example.sh/a" is a URL.
bool lists_files(Symbols symbols, std::size_t end) {
  if (code_at(symbols, end) != U'/') return false;
  for (std::size_t at = end + 1; at < end + 64 && (is_label(code_at(symbols, at)) || code_at(symbols, at) == U'.');
       ++at)
    if (symbols[at].code == U'.') return true;
  return false;
}

// One host, seen from all sides.
struct Host {
  std::size_t begin, end;
  std::size_t last_dot;
  std::size_t dots;
};

std::optional<Host> split(Symbols symbols, std::size_t begin, std::size_t end) {
  std::optional<Host> host;
  std::size_t label = 0;
  for (std::size_t at = begin; at < end; ++at) {
    if (symbols[at].code != U'.') {
      ++label;
      continue;
    }
    if (label == 0) return std::nullopt;
    host = Host{begin, end, at, host ? host->dots + 1 : 1};
    label = 0;
  }
  if (label < 2 || symbols[begin].code == U'-') return std::nullopt;
  return host;
}

bool is_title(Symbols symbols, std::size_t begin, std::size_t end) {
  return symbols[begin].upper && end > begin + 1 && !symbols[begin + 1].upper;
}

bool is_doubtful(Symbols symbols, const Host& host, std::string_view text, std::string_view top) {
  if (text.starts_with("www.") && host.dots >= 2) return false;
  if (has_url_part(symbols, host.end) && !lists_files(symbols, host.end)) return false;
  const std::string_view first = text.substr(0, text.find('.'));
  const bool package = host.dots >= 2 && among(reversed, first);
  if (among(surely, top)) return package || (among(products, text) && symbols[host.end - 1].upper);
  if (among(file_ends, top) || code_at(symbols, host.end) == U'(') return true;
  if (among(some_file_ends, top) && among(file_stems, first)) return true;
  // A capital after a small letter begins a sentence: "done.It", "crisis.EU".
  if (is_title(symbols, host.last_dot + 1, host.end) ||
      (symbols[host.last_dot + 1].upper && !symbols[host.last_dot - 1].upper))
    return true;
  if (package) return true;
  if (host.begin > 0 && symbols[host.begin - 1].code == U'@') return true;
  if (symbols[host.last_dot].wide_dot && is_glue(code_at(symbols, host.end))) return true;
  if (host.dots > 1) return false;
  const bool telling = first.find('-') != first.npos ||
                       (std::any_of(first.begin(), first.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                        std::any_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
  if (among(sentence_words, top)) return !telling || among(products, text);
  const bool number =
      std::all_of(first.begin(), first.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
  return (number && first.size() < 3) || first.size() == 1 || among(products, text);
}

}  // namespace

std::string text_of(Symbols symbols, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t at = begin; at < end; ++at) append(text, symbols[at].code);
  return text;
}

std::size_t unglued_end(Symbols symbols, std::size_t begin, std::size_t end) {
  std::size_t label = end;
  while (label > begin && symbols[label - 1].code != U'.' && end - label <= longest_host) --label;
  if (label == begin || label == end || !is_ascii_letter(symbols[label].code)) return end;
  for (std::size_t at = label; at < end; ++at)
    if (is_glue(symbols[at].code)) return at;
  return end;
}

std::size_t url_end(Symbols symbols, std::size_t at) {
  const std::size_t begin = at;
  if (code_at(symbols, at) == U':' && is_ascii_digit(code_at(symbols, at + 1))) {
    ++at;
    while (is_ascii_digit(code_at(symbols, at))) ++at;
  }
  const char32_t mark = code_at(symbols, at);
  if (mark != U'/' && mark != U'\\' && mark != U'?' && mark != U'#') return at;
  std::size_t depth = 0;
  const std::size_t path = at;
  for (; at < symbols.size() && !ends_url(symbols[at].code); ++at) {
    const char32_t code = symbols[at].code;
    if (code == U'(') ++depth;
    if (code == U')' && depth-- == 0) break;
    if (code == U'[' && code_at(symbols, at + 1) == U']') {
      ++at;
      continue;
    }
    if (code == U'[' || code == U']') break;
  }
  while (at > path && std::u32string_view{U".,;:!?'*_~(\\"}.find(symbols[at - 1].code) != std::u32string_view::npos)
    --at;
  return std::max(at, begin);
}

std::optional<Bare> find_bare(Symbols symbols, std::size_t begin, std::size_t end, const Domains& domains) {
  if (in_email(symbols, begin, end)) return std::nullopt;
  if (end - begin > longest_host) {
    begin = end - longest_host;
    while (begin < end && symbols[begin - 1].code != U'.') ++begin;
  }
  while (begin < end && (symbols[begin].code == U'_' || symbols[begin].code == U'-')) ++begin;
  while (end > begin && (symbols[end - 1].code == U'_' || symbols[end - 1].code == U'-')) --end;
  if (is_address(symbols, begin, end)) return Bare{begin, end, url_end(symbols, end), false};

  // "请访问example.com": the domain begins where the letters do.
  const std::size_t cut = unglued_end(symbols, begin, end);
  for (std::size_t at = begin, start = begin; at < cut && symbols[at].code != U'.'; ++at) {
    if (is_glue(symbols[at].code))
      start = at + 1;
    else if (at + 1 < cut && is_ascii_alnum(symbols[at].code) && symbols[at + 1].code == U'.')
      begin = start;
  }
  end = cut;
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto host = split(symbols, begin, end);
    if (!host) return std::nullopt;
    const std::string top = text_of(symbols, host->last_dot + 1, end);
    const bool title = is_title(symbols, host->last_dot + 1, end);
    if (domains.is_top_level(top)) {
      const std::string text = text_of(symbols, begin, end);
      const bool doubtful = is_doubtful(symbols, *host, text, top);
      if (!doubtful || !title || host->dots == 1) return Bare{begin, end, url_end(symbols, end), doubtful};
    } else if (!title) {
      return std::nullopt;
    }
    end = host->last_dot;  // "example.com.It was": the last one may begin a sentence
  }
  return std::nullopt;
}

}  // namespace moderato::links
